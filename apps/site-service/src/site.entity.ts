import { RecordRow } from '@halosync/ingest';
import { Column, Entity } from 'typeorm';

/** A Halo site as its table holds it. A column that no copy has carried yet is null. */
@Entity({ name: 'site' })
export class Site extends RecordRow {
  @Column({ name: 'name', type: 'text', nullable: true })
  name!: string | null;

  @Column({ name: 'client_id', type: 'integer', nullable: true })
  clientId!: number | null;

  @Column({ name: 'client_name', type: 'text', nullable: true })
  clientName!: string | null;

  @Column({ name: 'is_inactive', type: 'boolean', nullable: true })
  isInactive!: boolean | null;

  @Column({ name: 'sla_id', type: 'integer', nullable: true })
  slaId!: number | null;

  @Column({ name: 'phone_number', type: 'text', nullable: true })
  phoneNumber!: string | null;

  @Column({ name: 'timezone', type: 'text', nullable: true })
  timezone!: string | null;

  @Column({ name: 'country', type: 'text', nullable: true })
  country!: string | null;

  @Column({ name: 'region', type: 'text', nullable: true })
  region!: string | null;

  @Column({ name: 'main_contact_id', type: 'integer', nullable: true })
  mainContactId!: number | null;

  @Column({ name: 'is_invoice_site', type: 'boolean', nullable: true })
  isInvoiceSite!: boolean | null;

  @Column({ name: 'notes', type: 'text', nullable: true })
  notes!: string | null;
}

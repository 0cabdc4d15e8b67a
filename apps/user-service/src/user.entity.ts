import { RecordRow } from '@halosync/ingest';
import { Column, Entity } from 'typeorm';

/** A Halo user as its table holds it. A column that no copy has carried yet is null. */
@Entity({ name: 'user' })
export class User extends RecordRow {
  @Column({ name: 'name', type: 'text', nullable: true })
  name!: string | null;

  @Column({ name: 'first_name', type: 'text', nullable: true })
  firstName!: string | null;

  @Column({ name: 'surname', type: 'text', nullable: true })
  surname!: string | null;

  @Column({ name: 'title', type: 'text', nullable: true })
  title!: string | null;

  @Column({ name: 'email', type: 'text', nullable: true })
  email!: string | null;

  @Column({ name: 'phone_number', type: 'text', nullable: true })
  phoneNumber!: string | null;

  @Column({ name: 'mobile_number', type: 'text', nullable: true })
  mobileNumber!: string | null;

  @Column({ name: 'site_id', type: 'integer', nullable: true })
  siteId!: number | null;

  @Column({ name: 'site_name', type: 'text', nullable: true })
  siteName!: string | null;

  @Column({ name: 'client_id', type: 'integer', nullable: true })
  clientId!: number | null;

  @Column({ name: 'client_name', type: 'text', nullable: true })
  clientName!: string | null;

  @Column({ name: 'is_inactive', type: 'boolean', nullable: true })
  isInactive!: boolean | null;

  @Column({ name: 'is_important_contact', type: 'boolean', nullable: true })
  isImportantContact!: boolean | null;

  @Column({ name: 'is_service_account', type: 'boolean', nullable: true })
  isServiceAccount!: boolean | null;

  @Column({ name: 'linked_agent_id', type: 'integer', nullable: true })
  linkedAgentId!: number | null;

  @Column({ name: 'last_login_at', type: 'timestamptz', nullable: true })
  lastLoginAt!: Date | null;
}

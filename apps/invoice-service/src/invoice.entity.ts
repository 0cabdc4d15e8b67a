import { RecordRow } from '@halosync/ingest';
import { Column, Entity } from 'typeorm';

/** A Halo invoice as its table holds it. A column that no copy has carried yet is null. */
@Entity({ name: 'invoice' })
export class Invoice extends RecordRow {
  @Column({ name: 'invoice_number', type: 'text', nullable: true })
  invoiceNumber!: string | null;

  @Column({ name: 'client_id', type: 'integer', nullable: true })
  clientId!: number | null;

  @Column({ name: 'client_name', type: 'text', nullable: true })
  clientName!: string | null;

  @Column({ name: 'site_id', type: 'integer', nullable: true })
  siteId!: number | null;

  @Column({ name: 'user_id', type: 'integer', nullable: true })
  userId!: number | null;

  @Column({ name: 'invoice_date', type: 'timestamptz', nullable: true })
  invoiceDate!: Date | null;

  @Column({ name: 'due_date', type: 'timestamptz', nullable: true })
  dueDate!: Date | null;

  @Column({ name: 'date_sent', type: 'timestamptz', nullable: true })
  dateSent!: Date | null;

  @Column({ name: 'date_paid', type: 'timestamptz', nullable: true })
  datePaid!: Date | null;

  @Column({ name: 'date_posted', type: 'timestamptz', nullable: true })
  datePosted!: Date | null;

  @Column({ name: 'total', type: 'numeric', nullable: true })
  total!: string | null;

  @Column({ name: 'tax_total', type: 'numeric', nullable: true })
  taxTotal!: string | null;

  @Column({ name: 'amount_due', type: 'numeric', nullable: true })
  amountDue!: string | null;

  @Column({ name: 'amount_paid', type: 'numeric', nullable: true })
  amountPaid!: string | null;

  @Column({ name: 'currency', type: 'text', nullable: true })
  currency!: string | null;

  @Column({ name: 'payment_status', type: 'integer', nullable: true })
  paymentStatus!: number | null;

  @Column({ name: 'is_posted', type: 'boolean', nullable: true })
  isPosted!: boolean | null;

  @Column({ name: 'is_voided', type: 'boolean', nullable: true })
  isVoided!: boolean | null;

  @Column({ name: 'reference', type: 'text', nullable: true })
  reference!: string | null;

  @Column({ name: 'ticket_id', type: 'integer', nullable: true })
  ticketId!: number | null;

  @Column({ name: 'contract_id', type: 'integer', nullable: true })
  contractId!: number | null;

  @Column({ name: 'lines', type: 'jsonb', nullable: true })
  lines!: unknown[] | null;
}

import { RecordRow } from '@halosync/ingest';
import { Column, Entity } from 'typeorm';

/** A Halo ticket as its table holds it. A column that no copy has carried yet is null. */
@Entity({ name: 'ticket' })
export class Ticket extends RecordRow {
  @Column({ name: 'summary', type: 'text', nullable: true })
  summary!: string | null;

  @Column({ name: 'details', type: 'text', nullable: true })
  details!: string | null;

  @Column({ name: 'status_id', type: 'integer', nullable: true })
  statusId!: number | null;

  @Column({ name: 'status_name', type: 'text', nullable: true })
  statusName!: string | null;

  @Column({ name: 'tickettype_id', type: 'integer', nullable: true })
  tickettypeId!: number | null;

  @Column({ name: 'tickettype_name', type: 'text', nullable: true })
  tickettypeName!: string | null;

  @Column({ name: 'priority_id', type: 'integer', nullable: true })
  priorityId!: number | null;

  @Column({ name: 'sla_id', type: 'integer', nullable: true })
  slaId!: number | null;

  @Column({ name: 'client_id', type: 'integer', nullable: true })
  clientId!: number | null;

  @Column({ name: 'client_name', type: 'text', nullable: true })
  clientName!: string | null;

  @Column({ name: 'site_id', type: 'integer', nullable: true })
  siteId!: number | null;

  @Column({ name: 'site_name', type: 'text', nullable: true })
  siteName!: string | null;

  @Column({ name: 'user_id', type: 'integer', nullable: true })
  userId!: number | null;

  @Column({ name: 'user_name', type: 'text', nullable: true })
  userName!: string | null;

  @Column({ name: 'agent_id', type: 'integer', nullable: true })
  agentId!: number | null;

  @Column({ name: 'team', type: 'text', nullable: true })
  team!: string | null;

  @Column({ name: 'category_1', type: 'text', nullable: true })
  category1!: string | null;

  @Column({ name: 'category_2', type: 'text', nullable: true })
  category2!: string | null;

  @Column({ name: 'category_3', type: 'text', nullable: true })
  category3!: string | null;

  @Column({ name: 'category_4', type: 'text', nullable: true })
  category4!: string | null;

  @Column({ name: 'date_occurred', type: 'timestamptz', nullable: true })
  dateOccurred!: Date | null;

  @Column({ name: 'date_closed', type: 'timestamptz', nullable: true })
  dateClosed!: Date | null;

  @Column({ name: 'respond_by', type: 'timestamptz', nullable: true })
  respondBy!: Date | null;

  @Column({ name: 'fix_by', type: 'timestamptz', nullable: true })
  fixBy!: Date | null;

  @Column({ name: 'response_date', type: 'timestamptz', nullable: true })
  responseDate!: Date | null;

  @Column({ name: 'last_action_date', type: 'timestamptz', nullable: true })
  lastActionDate!: Date | null;

  @Column({ name: 'on_hold', type: 'boolean', nullable: true })
  onHold!: boolean | null;

  @Column({ name: 'is_closed', type: 'boolean', nullable: true })
  isClosed!: boolean | null;

  @Column({ name: 'sla_response_state', type: 'text', nullable: true })
  slaResponseState!: string | null;

  @Column({ name: 'parent_id', type: 'integer', nullable: true })
  parentId!: number | null;

  @Column({ name: 'contract_id', type: 'integer', nullable: true })
  contractId!: number | null;

  @Column({ name: 'time_taken', type: 'numeric', nullable: true })
  timeTaken!: string | null;

  @Column({ name: 'cost', type: 'numeric', nullable: true })
  cost!: string | null;
}

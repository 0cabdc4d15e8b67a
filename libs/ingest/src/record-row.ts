import type { JsonObject } from '@halosync/halo-json';
import { Column, PrimaryColumn } from 'typeorm';

/** The bookkeeping that every mirrored table has beside its own columns. Public views rename some of it. */
export abstract class RecordRow {
  @PrimaryColumn({ name: 'connection_id', type: 'uuid' })
  connectionId!: string;

  @PrimaryColumn({ name: 'halo_id', type: 'bigint' })
  haloId!: number;

  /** The merged document: what Halo sent, under Halo's names. */
  @Column({ name: 'raw', type: 'jsonb' })
  raw!: JsonObject;

  /** Halo's modified time of the last copy applied, null if it had none. */
  @Column({ name: 'src_ts', type: 'timestamptz', nullable: true })
  sourceTime!: Date | null;

  /** No state held was read or received later than this. */
  @Column({ name: 'known_at', type: 'timestamptz' })
  knownAt!: Date;

  @Column({ name: 'is_whole', type: 'boolean' })
  isWhole!: boolean;

  @Column({ name: 'revision', type: 'integer' })
  revision!: number;

  /** The revision that this write was decided on: the guard of the upsert, since EXCLUDED knows no other. */
  @Column({ name: 'prev_revision', type: 'integer' })
  prevRevision!: number;

  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;

  @Column({ name: 'learned_by', type: 'text' })
  learnedBy!: string;

  /** Name to value, from Halo's `customfields`; null where no copy has carried them. */
  @Column({ name: 'custom_fields', type: 'jsonb', nullable: true })
  customFields!: Record<string, unknown> | null;

  @Column({ name: 'halo_created_at', type: 'timestamptz', nullable: true })
  haloCreatedAt!: Date | null;

  /** The last modified time known from Halo; unlike `src_ts` it stays when a copy without one is applied. */
  @Column({ name: 'halo_updated_at', type: 'timestamptz', nullable: true })
  haloUpdatedAt!: Date | null;
}

/** Columns that the kernel itself keeps, by property. */
export const bookkeeping = [
  'connectionId',
  'haloId',
  'raw',
  'sourceTime',
  'knownAt',
  'isWhole',
  'revision',
  'prevRevision',
  'deletedAt',
  'learnedBy',
] as const satisfies readonly (keyof RecordRow)[];

/** The columns that an entity's definition fills; none may be forgotten. */
export type Own<Row extends RecordRow> = Omit<Row, (typeof bookkeeping)[number]>;

/** A row of a service's `dead_letter` table. */
export interface DeadLetterRow {
  readonly id: string;
  readonly connection_id: string | null;
  readonly halo_id: string | null;
  readonly failure: 'poison' | 'unknown';
  readonly code: string;
  readonly reason: string;
  readonly topic: string;
  readonly partition: number;
  readonly kafka_offset: string;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly value: Buffer | null;
  readonly created_at: Date;
  readonly replayed_at: Date | null;
}

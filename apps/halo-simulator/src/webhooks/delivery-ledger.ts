import type { Slice } from '../world/change-ledger';
import type { EntityName } from '../world/entity';

export type Outcome = 'answered' | 'failed' | 'timeout' | 'dropped' | 'abandoned';

/** One attempt for one occurrence; a batch makes one line per occurrence with the same `attemptId`. */
export interface DeliveryLine {
  readonly seq: number;
  /** Monotonic clock, ms. */
  readonly at: number;
  readonly wall: string;
  readonly attemptId: string;
  readonly webhookId: string;
  readonly occurrenceId: string;
  readonly event: string;
  readonly entity: EntityName;
  readonly object_id: number;
  readonly version: number;
  readonly attempt: number;
  readonly duplicate: boolean;
  readonly batch: number;
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly ms: number;
  readonly bodyHash: string | null;
  readonly bytes: number;
  readonly error: string | null;
}

const KEPT = 400_000;

export class DeliveryLedger {
  private lines: DeliveryLine[] = [];
  private seq = 0;
  readonly totals: Record<Outcome, number> = { answered: 0, failed: 0, timeout: 0, dropped: 0, abandoned: 0 };

  add(line: Omit<DeliveryLine, 'seq'>): void {
    this.seq += 1;
    this.totals[line.outcome] += 1;
    this.lines.push({ seq: this.seq, ...line });
    if (this.lines.length > KEPT * 1.1) this.lines = this.lines.slice(-KEPT);
  }

  after(seq: number, limit: number): Slice<DeliveryLine> {
    const first = this.lines[0]?.seq ?? 0;
    const items = this.lines.slice(Math.max(0, seq - first + 1)).slice(0, limit);
    return { items, next: items.at(-1)?.seq ?? seq };
  }
}

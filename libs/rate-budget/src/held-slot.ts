import type { Lane } from './lane';

/** Leave to send one request. */
export interface HeldSlot {
  readonly lane: Lane;
  readonly slot: number;
  /** Changes with each grant of the slot: a late word of a former holder changes nothing. */
  readonly epoch: number;
  /** Own monotonic time in ms (`performance.now()`), by which the request must be under way. */
  readonly sendBy: number;
  /** From sending; after that the answer is given up. */
  readonly hardTimeoutMs: number;
  /** Database time before the request was sent: what it reads is not older. */
  readonly grantedAt: Date;
  /** How long the slot rests after the answer ended. */
  readonly restMs: number;
}

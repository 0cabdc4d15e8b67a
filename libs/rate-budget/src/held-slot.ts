import type { Lane } from './lane';

/** The database's clock and the holder's at one moment, in milliseconds. */
export interface GrantClock {
  readonly databaseMs: number;
  readonly monotonicMs: number;
  /** The steps of the database's clock that had been found by then. */
  readonly knownStepsMs: number;
}

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
  /** The clocks at the grant, by which a release tells when the answer ended. */
  readonly clock: GrantClock;
  /** How long the slot rests after the answer ended. */
  readonly restMs: number;
}

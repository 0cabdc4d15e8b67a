/** What the simulator writes down of all that happened in it; the fields that are read, as it documents them. */
export interface SimulatorLedger {
  changes: {
    readonly version: number;
    readonly at: string;
    readonly entity: string;
    readonly id: number;
    readonly operation: 'created' | 'updated' | 'deleted' | 'restored';
  };
  /** One per attempt. */
  deliveries: {
    readonly entity: string;
    readonly event: string;
    readonly object_id: number;
    readonly outcome: string;
    /** null where nothing was answered. */
    readonly status: number | null;
  };
  /** One per request, token requests included. */
  arrivals: {
    readonly seq: number;
    /** ms of the simulator's monotonic clock. */
    readonly at: number;
    /** ISO instant. */
    readonly wall: string;
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly entity: string | null;
    /** null while it runs, 0 where the connection was cut. */
    readonly status: number | null;
  };
}

export type LedgerBook = keyof SimulatorLedger;

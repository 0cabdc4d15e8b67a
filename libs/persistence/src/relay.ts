/**
 * From a table to Kafka, at least once: what is committed is published, whoever dies in between.
 * Read rows that are not published → send → mark them → commit, all in one transaction: a crash before the commit sends
 * again, which receivers allow for. No "last id" cursor: sequence numbers commit out of order and rows would be skipped.
 */
export interface RelayStore<Row> {
  /** Runs the work in a transaction; rolls back and throws if it throws. */
  transaction<T>(work: (batch: RelayBatch<Row>) => Promise<T>): Promise<T>;
}

export interface RelayBatch<Row> {
  /** Rows that wait, locked until the transaction ends, oldest first; those that another relay holds are left out. */
  take(limit: number): Promise<readonly Row[]>;
  markPublished(rows: readonly Row[]): Promise<void>;
}

export const RELAY_BATCH = 200;

/** One round. Returns how many rows were published; fewer than `RELAY_BATCH` means that nothing more waits for now. */
export async function relayOnce<Row>(
  store: RelayStore<Row>,
  publish: (rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  return store.transaction(async (batch) => {
    const rows = await batch.take(RELAY_BATCH);
    if (rows.length === 0) return 0;
    await publish(rows);
    await batch.markPublished(rows);
    return rows.length;
  });
}

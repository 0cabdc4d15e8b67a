import { AppError, failureClass } from '@halosync/errors';

export interface GroupCommitOptions<Item, Result> {
  /** Commits all of them in one statement, or throws and none is; results in the order of the items. */
  readonly write: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly sizeOf: (item: Item) => number;
  readonly maxItems: number;
  readonly maxBytes: number;
  /** Statements under way at once. */
  readonly concurrency: number;
  /** Who waits longer than this for its commit is told that it failed. */
  readonly deadlineMs: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  isOver: boolean;
}

/**
 * Requests that come together share one commit: what arrived in a turn of the event loop, or while the statements
 * under way were busy, goes into the next statement. Durability then costs an fsync per batch, not per request.
 */
export class GroupCommit<Item, Result> {
  #waiting: Waiting<Item, Result>[] = [];
  #underWay = 0;
  #isScheduled = false;

  constructor(private readonly options: GroupCommitOptions<Item, Result>) {}

  /** Resolves when the item is committed. @throws AppError `unavailable` where it was not in time. */
  async add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => entry.reject(new AppError('unavailable', 'Not committed in time.', { retryable: true })),
        this.options.deadlineMs,
      );
      const end =
        <Value>(settle: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          entry.isOver = true;
          settle(value);
        };
      const entry: Waiting<Item, Result> = { item, resolve: end(resolve), reject: end(reject), isOver: false };
      this.#waiting.push(entry);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#underWay >= this.options.concurrency) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      while (this.#waiting.length > 0 && this.#underWay < this.options.concurrency)
        void this.#writeOut(this.#takeBatch());
    });
  }

  #takeBatch(): Waiting<Item, Result>[] {
    let bytes = 0;
    let count = 0;
    for (const { item } of this.#waiting) {
      bytes += this.options.sizeOf(item);
      if (count > 0 && (bytes > this.options.maxBytes || count >= this.options.maxItems)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count).filter(({ isOver }) => !isOver);
  }

  async #writeOut(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    if (batch.length === 0) return;
    this.#underWay += 1;
    try {
      await this.#write(batch);
    } catch (error) {
      // An item that Postgres cannot take must not cost the others their place.
      if (batch.length > 1 && failureClass(error) !== 'transient') await this.#writeOneByOne(batch);
      else for (const entry of batch) entry.reject(error);
    } finally {
      this.#underWay -= 1;
      this.#schedule();
    }
  }

  async #writeOneByOne(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    for (const entry of batch) {
      if (!entry.isOver) await this.#write([entry]).catch(entry.reject);
    }
  }

  async #write(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const results = await this.options.write(batch.map(({ item }) => item));
    batch.forEach((entry, index) => {
      const result = results[index];
      if (result === undefined)
        entry.reject(new AppError('internal', 'The commit answered for fewer items than it was given.'));
      else entry.resolve(result);
    });
  }
}

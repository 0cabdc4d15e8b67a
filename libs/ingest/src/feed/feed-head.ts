import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { DataSource } from 'typeorm';

// For positions that another replica gave.
const POLL_MS = 1_000;

/** How far the feed reaches. */
export interface FeedReach {
  /** The highest position given. All up to here are committed. */
  readonly last: number;
  /** The highest position that is no longer kept; 0 where all are. */
  readonly pruned: number;
}

/** Knows how far the feed reaches, once for all who listen: a look each second, and at once when this process gave positions. */
export class FeedHead implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: KickedLoop;
  readonly #waiting = new Set<() => void>();
  readonly #closing = new AbortController();
  #last = 0;

  constructor(
    private readonly dataSource: DataSource,
    log: Log,
  ) {
    this.#loop = new KickedLoop({
      pollMs: POLL_MS,
      round: async () => {
        if (this.#waiting.size > 0) await this.read();
        return false;
      },
      onError: (error, attempt) => log.warn('feed waits', { attempt, ...errorFields(error) }),
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closing.abort();
    await this.#loop.stop();
  }

  /** Aborted when the program stops: streams end, their clients go on elsewhere. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Positions were given. */
  kick(): void {
    this.#loop.kick();
  }

  /** As it is now. */
  async read(): Promise<FeedReach> {
    const [row] = await this.dataSource.query<{ last: string; pruned: string }[]>(
      'SELECT last, pruned FROM outbox_position',
    );
    const reach = { last: Number(row?.last ?? 0), pruned: Number(row?.pruned ?? 0) };
    if (reach.last !== this.#last) {
      this.#last = reach.last;
      for (const wake of [...this.#waiting]) wake();
    }
    return reach;
  }

  /** Waits until the feed may reach beyond this position, the time is over, or the signal is given. */
  async beyond(position: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#last > position || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}

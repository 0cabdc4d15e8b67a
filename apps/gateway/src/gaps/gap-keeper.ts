import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { KickedLoop } from '@halosync/persistence';
import type { Gap } from './gap';
import { GapMemory } from './gap-memory';
import type { GapStore } from './gap-store';

const HEARTBEAT_MS = 10_000;
const REPORT_MS = 2_000;

export interface GapKeeperParts {
  readonly name: string;
  readonly store: GapStore;
  /** Tells the connector, which makes up for the gap. */
  readonly report: (gap: Gap) => Promise<void>;
  readonly log: Log;
}

/** Remembers when webhooks may have been lost, through outages and crashes, until the connector knows. */
export class GapKeeper {
  readonly #memory = new GapMemory();
  readonly #beats: KickedLoop;
  readonly #reports: KickedLoop;
  #isTold = true;

  constructor(private readonly parts: GapKeeperParts) {
    const { name, store, log } = parts;
    this.#beats = new KickedLoop({
      round: async () => {
        const gaps = this.#memory.drain();
        try {
          await store.beat(name, gaps);
        } catch (error) {
          this.#memory.note(gaps);
          throw error;
        }
        if (gaps.length > 0) this.#reports.kick();
        return false;
      },
      pollMs: HEARTBEAT_MS,
      onError: (error, attempt) => log.warn('gaps not written', { ...errorFields(error), attempt }),
    });
    this.#reports = new KickedLoop({
      round: async () => {
        await this.#reportAll();
        return false;
      },
      pollMs: REPORT_MS,
      onError: (error, attempt) => log.warn('gaps not read', { ...errorFields(error), attempt }),
    });
  }

  async start(): Promise<void> {
    const opened = await this.parts.store.openAtStart(this.parts.name);
    if (opened > 0) this.parts.log.info('gaps since the last run', { connections: opened });
    this.#beats.start();
    this.#reports.start();
  }

  /** A webhook was refused that may not come again. */
  note(gap: Gap): void {
    this.#memory.note([gap]);
    this.#beats.kick();
  }

  /** @param acceptedUntil from then on nothing was accepted. */
  async stop(acceptedUntil: Date): Promise<void> {
    await Promise.all([this.#beats.stop(), this.#reports.stop()]);
    await this.parts.store.stopped(this.parts.name, acceptedUntil, this.#memory.drain());
  }

  /** A connector that is away is asked again soon; it is told of once, not every two seconds. */
  async #reportAll(): Promise<void> {
    try {
      const told = await this.parts.store.reportAll(this.parts.report);
      if (told > 0) this.parts.log.info('gaps reported', { gaps: told });
      this.#isTold = true;
    } catch (error) {
      if (this.#isTold) this.parts.log.warn('gaps not reported', errorFields(error));
      this.#isTold = false;
    }
  }
}

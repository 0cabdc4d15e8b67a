import { fullJitterMs } from '@halosync/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BudgetStatements } from './budget-statements';
import type { HeldSlot } from './held-slot';
import { named, runTimed, withClient, type ClientSource } from './transaction';

export interface SlotReleasesOptions {
  readonly source: ClientSource;
  readonly statements: BudgetStatements;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  readonly onGivenUp: (instance: string, error: unknown) => void;
}

// 200 ms, 400 ms … 6.4 s: about 7 s of trying on average. A slot frees itself 35 s later than a release would have freed it.
const ATTEMPTS = 7;

/** Tells Postgres that answers ended, beside the callers, who need not wait for it. */
export class SlotReleases {
  readonly #pending = new Set<Promise<void>>();

  constructor(private readonly options: SlotReleasesOptions) {}

  /** From this moment the slot rests for `restMs`. */
  release(instance: string, slot: Pick<HeldSlot, 'slot' | 'epoch'>, restMs: number): void {
    const endedAt = this.options.now();
    const pending = this.#try(instance, slot, restMs, endedAt).finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async #try(
    instance: string,
    { slot, epoch }: Pick<HeldSlot, 'slot' | 'epoch'>,
    restMs: number,
    endedAt: number,
  ): Promise<void> {
    const { source, statements, now } = this.options;
    for (let attempt = 0; ; attempt++) {
      try {
        await withClient(source, (client) =>
          runTimed(client, {
            name: named(statements.release),
            text: statements.release,
            // What has passed here since the answer ended has passed at the database too, at least.
            values: [instance, slot, epoch, restMs, Math.min(restMs, now() - endedAt)],
          }),
        );
        return;
      } catch (error) {
        if (attempt + 1 >= ATTEMPTS) return this.options.onGivenUp(instance, error);
        await sleep(fullJitterMs(attempt));
      }
    }
  }
}

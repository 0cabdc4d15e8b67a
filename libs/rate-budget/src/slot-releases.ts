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

  /** The answer ended now: from this moment the slot rests. */
  release(instance: string, { slot, epoch, restMs, clock }: HeldSlot): void {
    const endedAt = this.options.now();
    const endedAtDatabase = clock.databaseMs + (endedAt - clock.monotonicMs) - clock.knownStepsMs;
    this.#start(instance, (agoMs) => [instance, slot, epoch, restMs, agoMs, endedAtDatabase]);
  }

  /** Nothing was sent: the slot is free from this moment on. */
  giveBack(instance: string, { slot, epoch }: Pick<HeldSlot, 'slot' | 'epoch'>): void {
    this.#start(instance, () => [instance, slot, epoch, 0, 0, 0]);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  #start(instance: string, values: (agoMs: number) => unknown[]): void {
    const startedAt = this.options.now();
    // What has passed here since the answer ended has passed at the database too, at least.
    const pending = this.#try(instance, () => values(this.options.now() - startedAt)).finally(() =>
      this.#pending.delete(pending),
    );
    this.#pending.add(pending);
  }

  async #try(instance: string, values: () => unknown[]): Promise<void> {
    const { source, statements } = this.options;
    const { release: text } = statements;
    for (let attempt = 0; ; attempt++) {
      try {
        await withClient(source, (client) => runTimed(client, { name: named(text), text, values: values() }));
        return;
      } catch (error) {
        if (attempt + 1 >= ATTEMPTS) {
          this.options.onGivenUp(instance, error);
          return;
        }
        await sleep(fullJitterMs(attempt));
      }
    }
  }
}

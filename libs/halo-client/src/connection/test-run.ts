import { AppError, messageOf } from '@halosync/errors';
import { patiently } from './patiently';
import { within } from './within';
import type { TestStep } from './test-result';

/** The clock and the protocol of one test. */
export class TestRun {
  readonly steps: TestStep[] = [];
  readonly #startMs: number;

  constructor(
    private readonly withinMs: number,
    private readonly monotonicMs: () => number,
  ) {
    this.#startMs = monotonicMs();
  }

  /** How long a step took that is over. */
  msOf(name: TestStep['name']): number {
    return this.steps.find((step) => step.name === name)?.ms ?? 0;
  }

  /**
   * Runs one step, again if its failure is one that passes, until that share of the whole time is over.
   * @throws what the last attempt threw.
   */
  async step<T>(
    name: TestStep['name'],
    untilShare: number,
    attemptShare: number,
    act: (timing: { timeoutMs: number; signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const startMs = this.monotonicMs();
    const patience = {
      monotonicMs: this.monotonicMs,
      endAtMs: this.#startMs + this.withinMs * untilShare,
      attemptMs: this.withinMs * attemptShare,
    };
    try {
      const result = await patiently(patience, (timeoutMs, signal) => act({ timeoutMs, signal }));
      this.#note(name, startMs, true);
      return result;
    } catch (error) {
      this.#note(name, startMs, false, messageOf(error));
      throw error;
    }
  }

  /**
   * Runs a step that refuses nothing: side by side, each once, in the time that is left. Null for what was not to be had.
   * @throws what is none of Halo's or the network's failures.
   */
  async glances<T>(
    name: TestStep['name'],
    acts: readonly ((timing: { timeoutMs: number; signal: AbortSignal }) => Promise<T>)[],
  ): Promise<readonly (T | null)[]> {
    const startMs = this.monotonicMs();
    const leftMs = this.#startMs + this.withinMs - startMs;
    if (acts.length === 0 || leftMs <= 0) return acts.map(() => null);
    const seen = await Promise.all(
      acts.map(async (act) => {
        try {
          return await within(leftMs, (timeoutMs, signal) => act({ timeoutMs, signal }));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          return null;
        }
      }),
    );
    this.#note(name, startMs, !seen.includes(null));
    return seen;
  }

  #note(name: TestStep['name'], startMs: number, ok: boolean, detail?: string): void {
    const ms = Math.round(this.monotonicMs() - startMs);
    this.steps.push({ name, ok, ms, ...(detail === undefined ? {} : { detail }) });
  }
}

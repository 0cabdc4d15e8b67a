import { messageOf } from '@halosync/errors';
import { patiently } from './patiently';
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
    const note = (ok: boolean, detail?: string): void => {
      this.steps.push({
        name,
        ok,
        ms: Math.round(this.monotonicMs() - startMs),
        ...(detail === undefined ? {} : { detail }),
      });
    };
    try {
      const result = await patiently(patience, (timeoutMs, signal) => act({ timeoutMs, signal }));
      note(true);
      return result;
    } catch (error) {
      note(false, messageOf(error));
      throw error;
    }
  }
}

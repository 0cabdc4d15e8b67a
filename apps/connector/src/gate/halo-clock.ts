import type { Exchange } from '@halosync/halo-client';

// The header counts whole seconds, downwards.
const RESOLUTION_MS = 1_000;

/** How far an instance's clock is behind the database's, as its answers' `Date` headers tell. */
export class HaloClock {
  readonly #behind = new Map<string, number>();

  note(instance: string, { headers }: Pick<Exchange, 'headers'>, validFrom: Date): void {
    const date = Date.parse(headers['date'] ?? '');
    // At the moment of the header it was later here than before the call: at least that far is it behind.
    if (!Number.isNaN(date)) this.#behind.set(instance, Math.max(0, validFrom.getTime() - (date + RESOLUTION_MS)));
  }

  /** 0 where it is not behind, or not known to be. */
  behindMs(instance: string): number {
    return this.#behind.get(instance) ?? 0;
  }
}

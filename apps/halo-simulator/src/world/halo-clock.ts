import { toSqlServerTick } from './halo-dates';

/**
 * Two clocks that must never be mixed: `now` is Halo's wall clock (skewed on request, in the ticks of its database),
 * `monotonic` measures everything the ledger counts and cannot step.
 */
export class HaloClock {
  private readonly startedAt = performance.now();

  constructor(
    /** Read at each call, so that a switch takes effect at once. */
    private readonly settings: () => { readonly clockSkewMs: number; readonly timestampTickMs: number | 'sql-server' },
    private readonly wall: () => number = Date.now,
  ) {}

  /** Halo's own idea of now, as it would write it into a record. */
  now(): number {
    const { clockSkewMs, timestampTickMs } = this.settings();
    const skewed = this.wall() + clockSkewMs;
    if (timestampTickMs === 'sql-server') return toSqlServerTick(skewed);
    return Math.floor(skewed / timestampTickMs) * timestampTickMs;
  }

  /** True wall time, for token lifetimes and for people who read the ledger. */
  trueNow(): number {
    return this.wall();
  }

  /** Milliseconds since the simulator started. */
  monotonic(): number {
    return performance.now() - this.startedAt;
  }
}

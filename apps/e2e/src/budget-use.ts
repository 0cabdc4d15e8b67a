import type { Line } from './line';

export interface BudgetUse {
  /** Calls that reached Halo in the time that was looked at. */
  readonly calls: number;
  /** Most of them in any window, whatever its phase; since the simulator began to count. */
  readonly fullest: number;
  readonly refused: number;
  /** How full the rolling window was on average, as a share of the limit. */
  readonly use: number;
  /** Calls in each fifth of a window: where one stands out something stood still. */
  readonly course: readonly number[];
  /** Calls by lane, as the ledger has them. */
  readonly lanes: Readonly<Record<string, number>>;
}

interface CallPage {
  readonly items: readonly { readonly lane: string; readonly startedAt: string }[];
  readonly nextCursor: string | null;
}

/** What the line made of the budget, as Halo saw it: the simulator's own arrivals, by its own clock. */
export class BudgetWatch {
  private constructor(
    private readonly line: Line,
    private readonly connectionId: string,
    private readonly scale: { readonly limit: number; readonly windowSeconds: number },
    private readonly startedAt: number,
    private readonly startedOn: Date,
  ) {}

  static async begin(
    line: Line,
    connectionId: string,
    scale: { readonly limit: number; readonly windowSeconds: number },
  ): Promise<BudgetWatch> {
    return new BudgetWatch(line, connectionId, scale, (await line.simulator.pressure()).monotonicMs, new Date());
  }

  async result(): Promise<BudgetUse> {
    const { limit, windowSeconds } = this.scale;
    const { monotonicMs: until } = await this.line.simulator.pressure();
    const arrivals = (await this.line.simulator.ledger('arrivals')).map(({ at }) => at);
    const { highest, refused429 } = (await this.line.simulator.json(
      'GET',
      `/control/ledger/window?windowSeconds=${windowSeconds}`,
    )) as { highest: number; refused429: number }; // as the simulator documents
    const calls = arrivals.filter((at) => at >= this.startedAt && at <= until);
    const spanMs = windowSeconds * 200;
    const course = Array.from({ length: Math.ceil((until - this.startedAt) / spanMs) }, () => 0);
    for (const at of calls) {
      const span = Math.floor((at - this.startedAt) / spanMs);
      course[span] = (course[span] ?? 0) + 1;
    }
    return {
      ...{ calls: calls.length, course },
      fullest: highest,
      refused: refused429,
      use: meanFill(arrivals, this.startedAt, until, windowSeconds * 1_000) / limit,
      lanes: await this.lanes(),
    };
  }

  private async lanes(): Promise<Record<string, number>> {
    const lanes: Record<string, number> = {};
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = (await this.line.api.json(
        'GET',
        `/api/v1/connections/${this.connectionId}/calls?limit=200${query}`,
      )) as CallPage; // the contract's own shape
      for (const { lane, startedAt } of page.items) {
        if (new Date(startedAt) < this.startedOn) return lanes;
        lanes[lane] = (lanes[lane] ?? 0) + 1;
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    return lanes;
  }
}

/**
 * How many calls the rolling window holds, averaged over the time from `from` to `to`. A count between two moments would
 * tell on which side of them a burst fell: reads by id go out as fast as slots fall free, in bursts of a few seconds.
 */
export function meanFill(arrivals: readonly number[], from: number, to: number, windowMs: number): number {
  const held = arrivals.map((at) => Math.max(0, Math.min(to, at + windowMs) - Math.max(from, at)));
  return held.reduce((sum, ms) => sum + ms, 0) / (to - from);
}

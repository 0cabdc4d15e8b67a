import type { SeenWaiter } from '../decide-grant';
import type { Lane } from '../lane';
import { EventQueue } from './event-queue';
import type { Limiter } from './halo-limiters';
import { SeededRandom } from './seeded-random';
import { SimulatedReplica, type SimulatedRequest } from './simulated-replica';
import { SimulatedStore, type Weakness } from './simulated-store';

export const WINDOW_MS = 300_000;
/** 100 ppm: so far may the database's clock and a process's run off against Halo's. */
export const CLOCK_RATE = 1e-4;

/** What may happen in a world. Each seed draws one of these, or a test names it. */
export interface Regime {
  readonly limit: number;
  readonly windows: number;
  readonly replicas: number;
  /** Lanes in which workers never rest, and how many workers a replica has in each. */
  readonly greedy: readonly Lane[];
  readonly workers: number;
  /** Lanes in which somebody wants one read now and then. */
  readonly sporadic: readonly Lane[];
  readonly latencyMs: readonly [number, number];
  /** One answer in twenty takes up to so long. */
  readonly tailMs?: number;
  readonly hasKills: boolean;
  readonly hasFreezes: boolean;
  /** The database's clock steps once, and maybe once more: put right, or further off. */
  readonly hasSteps: boolean;
  /** Of the database's clock against Halo's; up to `CLOCK_RATE` is allowed for. */
  readonly databaseRate: number;
  /** How Halo counts. Where nothing is said it refuses nothing. */
  readonly halo?: HaloSide;
  /** A person changes the share of the limit that we may use, at these moments. */
  readonly shares?: readonly { readonly atMs: number; readonly percent: number }[];
}

export interface HaloSide {
  readonly limiter: Limiter;
  /** What it allows really, maybe less than we think. */
  readonly limit: number;
  /** Whether its refusal names that number. */
  readonly tellsLimit: boolean;
}

const TAIL_SHARE = 0.05;

/** Within the time to send, beyond it, beyond the hard timeout, beyond all that a slot can be busy (335 s). */
function freezeMs(random: SeededRandom): number {
  return random.pick([500, 6_000, 40_000, 360_000]) * random.between(0.5, 1.2);
}

export interface Outcome {
  /** When requests reached Halo, ascending, by Halo's own clock. */
  readonly arrivals: readonly number[];
  /** In the order of their grants. */
  readonly requests: readonly SimulatedRequest[];
  /** When Halo refused one. */
  readonly refusals: readonly number[];
  /** Requests per window that we allow ourselves in the end. */
  readonly limitAtEnd: number;
  readonly endMs: number;
}

/** Runs a world to its end in simulated time. The same seed, regime and weakness give the same outcome. */
export function runWorld(seed: number, regime: Regime, weakness?: Weakness): Outcome {
  const random = new SeededRandom(seed);
  const events = new EventQueue();
  const endMs = regime.windows * WINDOW_MS;
  const arrivals: number[] = [];
  const requests: SimulatedRequest[] = [];
  const refusals: number[] = [];
  const running = new Set<SimulatedReplica>();
  // Long after all that a budget begins with.
  let offsetMs = 1e12;
  const databaseNow = (): number => events.now * (1 + regime.databaseRate) + offsetMs;
  const waiters = (): SeenWaiter[] => {
    const rows: SeenWaiter[] = [];
    for (const replica of running) replica.showWaiters(rows);
    return rows;
  };
  const aStore = (limit: number): SimulatedStore =>
    new SimulatedStore({ limit, windowMs: WINDOW_MS, now: databaseNow, waiters, weakness });
  const shared = aStore(regime.limit);

  const { halo } = regime;
  const refuses = halo?.limiter(halo.limit, WINDOW_MS);
  const send = (request: SimulatedRequest): number => {
    const { latencyMs: usual, tailMs } = regime;
    const [least, most] = tailMs !== undefined && random.chance(TAIL_SHARE) ? [usual[1], tailMs] : usual;
    const latencyMs = random.between(least, most);
    requests.push(request);
    // Halo counts it somewhere between sending and answer; the two ends are the worst cases.
    const arrivesAt = events.now + latencyMs * random.pick([0, 1, random.next()]);
    arrivals.push(arrivesAt);
    const answeredAt = events.now + latencyMs;
    if (refuses !== undefined) events.at(arrivesAt, () => count(arrivesAt, answeredAt));
    return latencyMs;
  };
  const count = (arrivesAt: number, answeredAt: number): void => {
    if (refuses?.(arrivesAt) !== true) return;
    refusals.push(arrivesAt);
    const toldLimit = halo?.tellsLimit === true ? halo.limit : null;
    events.at(answeredAt, () => shared.throttle({ retryAfterSeconds: null, toldLimit, toldWindowMs: null }));
  };
  const stumbleMs = (): number => (regime.hasFreezes && random.chance(0.01) ? freezeMs(random) : 0);
  const start = (): void => {
    // Counting by each process for itself: its share of the limit, forgotten when it dies.
    const store = weakness === 'per_process' ? aStore(Math.ceil(regime.limit / regime.replicas)) : shared;
    const around = { events, random, store, windowMs: WINDOW_MS, databaseNow, stumbleMs, send };
    const replica = new SimulatedReplica(around, 1 + random.between(-CLOCK_RATE, CLOCK_RATE));
    running.add(replica);
    for (const lane of regime.greedy) for (let worker = 0; worker < regime.workers; worker++) replica.want(lane, true);
  };
  /** At random moments. */
  const often = (everyMs: number, happen: (replica: SimulatedReplica) => void): void => {
    const at = events.now + 1_000 + random.between(0, 2 * everyMs);
    events.at(at, () => {
      happen(random.pick([...running]));
      often(everyMs, happen);
    });
  };

  for (let replica = 0; replica < regime.replicas; replica++) start();
  for (const lane of regime.sporadic) often(WINDOW_MS / 15, (replica) => replica.want(lane, false));
  if (regime.hasFreezes) often(WINDOW_MS / 2, (replica) => replica.freeze(freezeMs(random)));
  if (regime.hasKills) {
    often(WINDOW_MS / 3, (replica) => {
      if (!replica.kill()) return;
      events.at(events.now + random.between(500, 20_000), () => {
        running.delete(replica);
        start();
      });
    });
  }
  if (regime.hasSteps) {
    const stepMs = random.pick([-1, 1]) * random.pick([1_000, 60_000, 2_000_000]) * random.between(0.3, 1);
    const secondMs = random.pick([0, -stepMs, -stepMs * random.next(), stepMs]);
    const at = random.between(1_000, endMs / 2);
    events.at(at, () => (offsetMs += stepMs));
    events.at(at + random.between(0, WINDOW_MS) * random.next(), () => (offsetMs += secondMs));
  }
  for (const { atMs, percent } of regime.shares ?? []) events.at(atMs, () => shared.setShare(percent));
  events.runUntil(endMs);
  return {
    arrivals: arrivals.sort((one, other) => one - other),
    requests,
    refusals,
    limitAtEnd: shared.limit,
    endMs,
  };
}

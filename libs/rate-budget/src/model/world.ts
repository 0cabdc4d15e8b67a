import type { SeenWaiter } from '../decide-grant';
import type { Lane } from '../lane';
import { EventQueue } from './event-queue';
import { SeededRandom } from './seeded-random';
import { SimulatedReplica, type SimulatedRequest } from './simulated-replica';
import { SimulatedStore, type Weakness } from './simulated-store';

export const WINDOW_MS = 300_000;

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
  readonly hasKills: boolean;
  readonly hasFreezes: boolean;
  /** The database's clock steps once, and maybe once more: put right, or further off. */
  readonly hasSteps: boolean;
  /** Of the database's clock against Halo's; up to 1e-4 is allowed for. */
  readonly databaseRate: number;
  /** What Halo allows really, where that is less than we think; it refuses the rest, and says the number. */
  readonly haloLimit?: number;
}

/** Within the time to send, beyond it, beyond the hard timeout, beyond all that a slot can be busy (335 s). */
function freezeMs(random: SeededRandom): number {
  return random.pick([500, 6_000, 40_000, 360_000]) * random.between(0.5, 1.2);
}

export interface Outcome {
  /** When requests reached Halo, ascending, by Halo's own clock. */
  readonly arrivals: readonly number[];
  /** In the order of their grants. */
  readonly requests: readonly SimulatedRequest[];
  /** When Halo refused one, where the regime has a limit of its own. */
  readonly refusals: readonly number[];
  readonly meanLatencyMs: number;
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
  let latencies = 0;
  // Long after all that a budget begins with.
  let offsetMs = 1e12;
  const databaseNow = (): number => events.now * (1 + regime.databaseRate) + offsetMs;
  const waiters = (): SeenWaiter[] => {
    const rows: SeenWaiter[] = [];
    for (const replica of running) replica.showWaiters(rows);
    return rows;
  };
  const store = new SimulatedStore({ limit: regime.limit, windowMs: WINDOW_MS, now: databaseNow, waiters, weakness });

  const send = (request: SimulatedRequest): number => {
    const latencyMs = random.between(...regime.latencyMs);
    latencies += latencyMs;
    requests.push(request);
    // Halo counts it somewhere between sending and answer; the two ends are the worst cases.
    const arrivesAt = events.now + latencyMs * random.pick([0, 1, random.next()]);
    arrivals.push(arrivesAt);
    const { haloLimit } = regime;
    if (haloLimit !== undefined) events.at(arrivesAt, () => count(arrivesAt, events.now + latencyMs, haloLimit));
    return latencyMs;
  };
  const accepted: number[] = [];
  const count = (arrivesAt: number, answeredAt: number, haloLimit: number): void => {
    const other = accepted[accepted.length - haloLimit];
    if (other === undefined || arrivesAt - other >= WINDOW_MS) return void accepted.push(arrivesAt);
    refusals.push(arrivesAt);
    events.at(answeredAt, () => store.throttle({ retryAfterSeconds: null, toldLimit: haloLimit }));
  };
  const stumbleMs = (): number => (regime.hasFreezes && random.chance(0.01) ? freezeMs(random) : 0);
  const start = (): void => {
    const around = { events, random, store, windowMs: WINDOW_MS, databaseNow, stumbleMs, send };
    const replica = new SimulatedReplica(around, 1 + random.between(-9e-5, 9e-5));
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
  events.runUntil(endMs);
  return {
    arrivals: arrivals.sort((one, other) => one - other),
    requests,
    refusals,
    meanLatencyMs: latencies / requests.length,
    endMs,
  };
}

/** The most requests that reached Halo within any window, whatever its phase. */
export function mostInAnyWindow(arrivals: readonly number[]): number {
  let [most, first] = [0, 0];
  for (let last = 0; last < arrivals.length; last++) {
    while ((arrivals[last] ?? 0) - (arrivals[first] ?? 0) >= WINDOW_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/**
 * The share of the limit that was used: a window divided by the time that as many grants as the limit took on average. The
 * first window is left out, since the shaper starts slowly.
 */
export function useOf({ requests }: Outcome, limit: number): number {
  const cycles = requests
    .slice(2 * limit)
    .map((request, place) => request.grantedAt - (requests[limit + place]?.grantedAt ?? 0));
  return WINDOW_MS / (cycles.reduce((sum, cycle) => sum + cycle, 0) / cycles.length);
}

/** What happens in the world of this seed. */
export function drawRegime(seed: number): Regime {
  const random = new SeededRandom(seed ^ 0x5bd1e995);
  const hasSteps = random.chance(0.25);
  return {
    limit: random.pick([1, 3, 8, 20, 20, 45]),
    windows: 4,
    replicas: random.integer(1, 3),
    greedy: random.pick<readonly Lane[]>([
      ['backfill'],
      ['refetch'],
      ['delta', 'backfill'],
      ['refetch', 'reconcile'],
      ['console', 'refetch', 'backfill'],
      [],
    ]),
    workers: random.pick([1, 5, 30]),
    sporadic: random.pick<readonly Lane[]>([[], ['refetch'], ['console', 'delta']]),
    latencyMs: random.pick<readonly [number, number]>([
      [0, 10],
      [50, 700],
      [0, 4_000],
      [0, 25_000],
    ]),
    // A process that starts right after a step has nothing to compare with, so the two do not go together.
    hasKills: !hasSteps && random.chance(0.4),
    hasFreezes: random.chance(0.4),
    hasSteps,
    databaseRate: random.between(-9e-5, 9e-5),
  };
}

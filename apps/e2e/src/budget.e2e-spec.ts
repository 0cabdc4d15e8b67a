import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@halosync/testing';
import { expectComplete } from './expect-green';
import { Line } from './line';

const LIMIT = 450;
// Halo's window is 300 s; everything scales with it.
const WINDOW_SECONDS = 30;
const WINDOWS = 4;
const TICKETS = 3_000;

interface Arrivals {
  readonly items: readonly { readonly seq: number; readonly at: number }[];
  readonly next: number;
}

describe('two connector replicas with more to ask than Halo allows', () => {
  let line: Line;
  let callbackUrl: string;

  beforeAll(async () => {
    const scale = { requests: String(LIMIT), window: String(WINDOW_SECONDS) };
    line = await Line.start({
      simulator: {
        SIMULATOR_TICKETS: String(TICKETS),
        SIMULATOR_SITES: '10',
        SIMULATOR_USERS: '20',
        SIMULATOR_INVOICES: '10',
        SIMULATOR_RATE_LIMIT_REQUESTS: scale.requests,
        SIMULATOR_RATE_LIMIT_WINDOW_SECONDS: scale.window,
      },
      env: {
        HALO_RATE_LIMIT_REQUESTS: scale.requests,
        HALO_RATE_LIMIT_WINDOW_SECONDS: scale.window,
        REFETCH_CONCURRENCY: '16',
      },
      replicas: { connector: 2 },
    });
    const connection = await line.connect();
    callbackUrl = connection.callbackUrl;
    await expectComplete(line, connection.id);
  }, 240_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  it('no window holds more, nothing is refused, and nearly all is used, although they are killed', async () => {
    // An event without a record is a read by id: more of them than the budget allows in the time of this test.
    const ids = (await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.tickets ORDER BY halo_id')).map(
      ({ halo_id }) => Number(halo_id),
    );
    const body = ids.map((id) => ({
      id: crypto.randomUUID(),
      event: 'ticket changed',
      object_id: id,
      timestamp: new Date().toISOString(),
    }));
    await line.simulator.json('POST', '/control/deliver', { url: callbackUrl, body });
    // From the end of the first burst on it is saturated.
    await eventually(async () => expect((await inWindow()) >= LIMIT * 0.95).toBe(true), {
      timeoutMs: 90_000,
      intervalMs: 200,
    });

    const started = await clock();
    const lengthMs = WINDOWS * WINDOW_SECONDS * 1_000;
    for (const replica of ['connector-2', 'connector']) {
      await sleep(lengthMs / 3);
      await line.restart(replica);
    }
    await sleep(Math.max(0, lengthMs - ((await clock()) - started)));

    const use =
      meanFill(
        (await allArrivals()).map(({ at }) => at),
        started,
        started + lengthMs,
      ) / LIMIT;
    const { highest, refused429 } = (await line.simulator.json(
      'GET',
      `/control/ledger/window?windowSeconds=${WINDOW_SECONDS}`,
    )) as { highest: number; refused429: number }; // as the simulator documents
    console.info(
      `budget: windows of ${LIMIT} filled to ${(use * 100).toFixed(2)} % on average, the fullest held ${highest}, 429s ${refused429}`,
    );
    expect(refused429).toBe(0);
    expect(highest).toBeLessThanOrEqual(LIMIT);
    expect(use).toBeGreaterThanOrEqual(0.98);
  }, 300_000);

  /**
   * How many calls the rolling window holds, averaged over the time from `from` to `to`. A count between two moments would
   * tell on which side of them a burst fell: reads by id go out as fast as slots fall free, in bursts of a few seconds.
   */
  function meanFill(arrivals: readonly number[], from: number, to: number): number {
    const windowMs = WINDOW_SECONDS * 1_000;
    const held = arrivals.map((at) => Math.max(0, Math.min(to, at + windowMs) - Math.max(from, at)));
    return held.reduce((sum, ms) => sum + ms, 0) / (to - from);
  }
  const clock = async (): Promise<number> =>
    ((await line.simulator.json('GET', '/control/state')) as { clock: { monotonicMs: number } }).clock.monotonicMs;
  const inWindow = async (): Promise<number> =>
    ((await line.simulator.json('GET', '/control/state')) as { limiter: { inWindow: number } }).limiter.inWindow;

  async function allArrivals(): Promise<Arrivals['items']> {
    const all: Arrivals['items'][number][] = [];
    for (let after = 0; ;) {
      const { items, next } = (await line.simulator.json(
        'GET',
        `/control/ledger/arrivals?after=${after}&limit=1000`,
      )) as Arrivals;
      if (items.length === 0) return all;
      all.push(...items);
      after = next;
    }
  }
});

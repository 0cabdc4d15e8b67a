import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@halosync/testing';
import { BudgetWatch, type BudgetUse } from './budget-use';
import { soakMinutes } from './e2e-environment';
import { expectComplete } from './expect-green';
import { Line } from './line';
import { WaitingPerson } from './waiting-person';

const LIMIT = 450;
// Halo's window is 300 s; everything scales with it. `npm run soak:budget -- --minutes 20` runs at Halo's own scale.
const soak = soakMinutes();
const WINDOW_SECONDS = soak === null ? 30 : 300;
const WINDOW_MS = WINDOW_SECONDS * 1_000;
const LENGTH_MS = soak === null ? 4 * WINDOW_MS : soak * 60_000;
// Enough for the reads by id that fit into the time, and two windows more.
const USERS = Math.ceil(LIMIT * (LENGTH_MS / WINDOW_MS + 2));
// A soak begins with a long first sync: pages of five rows, 1.5 a second for half of the time and the window that it fills.
const PAGE_ROWS = 5;
const OTHERS = soak === null ? 10 : Math.ceil((LIMIT * PAGE_ROWS * (LENGTH_MS / WINDOW_MS / 2 + 1.5) - USERS) / 3);
const MARGIN_MS = 120_000;

describe('two connector replicas with more to ask than Halo allows', () => {
  let line: Line;
  let connectionId: string;
  let callbackUrl: string;

  beforeAll(async () => {
    const scale = { requests: String(LIMIT), window: String(WINDOW_SECONDS) };
    line = await Line.start({
      simulator: {
        SIMULATOR_TICKETS: String(OTHERS),
        SIMULATOR_SITES: String(OTHERS),
        SIMULATOR_USERS: String(USERS),
        SIMULATOR_INVOICES: String(OTHERS),
        SIMULATOR_RATE_LIMIT_REQUESTS: scale.requests,
        SIMULATOR_RATE_LIMIT_WINDOW_SECONDS: scale.window,
      },
      env: {
        HALO_RATE_LIMIT_REQUESTS: scale.requests,
        HALO_RATE_LIMIT_WINDOW_SECONDS: scale.window,
        // Ten times the rate wants more hands, one replica's when the other is being killed.
        REFETCH_CONCURRENCY: soak === null ? '16' : '8',
      },
      replicas: { connector: 2 },
    });
    if (soak !== null) await line.simulator.json('PUT', '/control/profile', { pageSizeCap: PAGE_ROWS });
    const connection = await line.connect();
    [connectionId, callbackUrl] = [connection.id, connection.callbackUrl];
    if (soak === null) await expectComplete(line, connectionId);
  }, 240_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  if (soak !== null) {
    it(
      'a first sync beside which people work and press: nothing refused, nearly all used, although they are killed',
      async () => {
        await saturated();
        await line.simulator.live({ enabled: true, perSecond: 0.3 });
        expectRight(await watched('a first sync, webhooks', LENGTH_MS / 2, { kills: killsIn(LENGTH_MS / 2) }));
        await line.simulator.live({ enabled: false });
      },
      LENGTH_MS / 2 + 3 * WINDOW_MS + MARGIN_MS,
    );
  }

  it(
    'reads by id without end: no window holds more, nothing is refused, and nearly all is used, although they are killed',
    async () => {
      const lengthMs = soak === null ? LENGTH_MS : LENGTH_MS / 2;
      await touchEveryUser();
      // From the end of the first burst on it is saturated.
      await saturated();
      expectRight(await watched('reads by id', lengthMs, { kills: killsIn(lengthMs) }));
    },
    LENGTH_MS + 3 * WINDOW_MS + MARGIN_MS,
  );

  /** An event without a record is a read by id; users are read one by one, however many wait. */
  async function touchEveryUser(): Promise<void> {
    const users = await (await fetch(`${line.simulator.url}/control/records/user`)).text();
    const timestamp = new Date().toISOString();
    const body = users
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => (JSON.parse(text) as { id: number }).id) // a record per line
      .map((id) => ({ id: crypto.randomUUID(), event: 'user updated', object_id: id, timestamp }));
    await line.simulator.json('POST', '/control/deliver', { url: callbackUrl, body });
  }

  function saturated(): Promise<void> {
    return eventually(async () => expect((await inWindow()) >= LIMIT * 0.95).toBe(true), {
      timeoutMs: 3 * WINDOW_MS,
      intervalMs: WINDOW_MS / 150,
    });
  }

  /** Looks on for so long, while one replica after the other is killed and somebody waits for a record now and then. */
  async function watched(name: string, lengthMs: number, { kills }: { readonly kills: number }): Promise<BudgetUse> {
    const watch = await BudgetWatch.begin(line, connectionId, { limit: LIMIT, windowSeconds: WINDOW_SECONDS });
    const endsAt = performance.now() + lengthMs;
    const person = new WaitingPerson(line, connectionId, WINDOW_MS / 10);
    for (let kill = 0; kill < kills; kill++) {
      await sleep(lengthMs / (kills + 1));
      await line.restart(kill % 2 === 0 ? 'connector-2' : 'connector');
    }
    await sleep(Math.max(0, endsAt - performance.now()));
    const use = await watch.result();
    await person.leave();
    console.info(report(name, lengthMs, kills, use, person.waitsMs));
    return use;
  }

  const inWindow = async (): Promise<number> => (await line.simulator.pressure()).inWindow;
});

/** Two in a usual run; in a soak one every four minutes or so. */
const killsIn = (lengthMs: number): number => Math.max(2, Math.round(lengthMs / 240_000));

function expectRight({ refused, fullest, use }: BudgetUse): void {
  expect(refused).toBe(0);
  expect(fullest).toBeLessThanOrEqual(LIMIT);
  // 0.3 s of a window of 30 s are a hundredth: what the kills and the machine take from it shows.
  expect(use).toBeGreaterThanOrEqual(soak === null ? 0.98 : 0.99);
}

function report(
  name: string,
  lengthMs: number,
  kills: number,
  { calls, fullest, refused, use, course, lanes }: BudgetUse,
  waitsMs: readonly number[],
): string {
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
  const mean = waitsMs.reduce((sum, ms) => sum + ms, 0) / Math.max(1, waitsMs.length);
  const byLane = Object.entries(lanes).map(([lane, count]) => `${lane} ${count}`);
  return [
    `budget, ${name}: ${seconds(lengthMs)}, ${LIMIT} calls in any ${WINDOW_SECONDS} s, two replicas, ${kills} kills`,
    `  calls ${calls} · 429s ${refused} · fullest window ${fullest} · windows filled to ${(use * 100).toFixed(2)} % on average`,
    `  by lane: ${byLane.join(' · ')}`,
    `  each ${WINDOW_SECONDS / 5} s: ${course.join(' ')}`,
    `  a person waited ${seconds(mean)} on average, ${seconds(Math.max(0, ...waitsMs))} at most (${waitsMs.length} times)`,
  ].join('\n');
}

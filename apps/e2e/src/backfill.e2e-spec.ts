import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@halosync/testing';
import { soakMinutes } from './e2e-environment';
import { Line } from './line';
import { MemoryWatch } from './memory-watch';

// `npm run soak:backfill`: the first sync of a large tenant. In a usual run the same with less of everything.
const isLarge = soakMinutes() !== null;
const TICKETS = isLarge ? 150_000 : 6_000;
const KILLS = isLarge ? 20 : 2;
const LIMIT = 450;
// Halo's window is 300 s; what takes 17 minutes there takes under two here.
const WINDOW_SECONDS = 30;
// ⌈n / 100⌉ pages, 5 % and ten more for the test, tokens, the list of ids and what a kill makes us ask once more.
const MOST_CALLS = Math.ceil(TICKETS / 100) * 1.05 + 10;
const MOST_CONNECTOR_MB = 250;
const MOST_SIMULATOR_MB = 1_000;

interface RunView {
  readonly state: string;
  readonly calls: number;
  readonly entities: Readonly<Record<string, Readonly<Record<string, number | string | null>>>>;
}

describe(`a first sync of ${String(TICKETS)} tickets, its connector killed ${String(KILLS)} times`, () => {
  let line: Line;
  let memory: MemoryWatch;

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
      env: { HALO_RATE_LIMIT_REQUESTS: scale.requests, HALO_RATE_LIMIT_WINDOW_SECONDS: scale.window },
    });
    const { programs } = line;
    memory = new MemoryWatch((name) => programs.pidOf(name), ['connector', 'ticket-service', 'halo-simulator']);
  }, 240_000);
  afterAll(async () => {
    memory.stop();
    await line.stop();
  }, 60_000);

  it('is complete, with few more calls than pages, in little memory', async () => {
    const startedAt = Date.now();
    // Nothing but the first sync calls.
    const { id, runId } = await line.connect({ deltaSeconds: 86_400 });
    const run = (): Promise<RunView> => line.api.json('GET', `/api/v1/runs/${String(runId)}`) as Promise<RunView>; // the contract's own shape
    for (let kill = 1; kill <= KILLS; kill++) {
      await untilPublished(run, (kill - 0.5 + Math.random() / 2) * (TICKETS / (KILLS + 1)));
      await sleep(Math.random() * 500);
      await line.restart('connector');
    }
    const ended = await eventually(
      async () => {
        const seen = await run();
        expect(['queued', 'running']).not.toContain(seen.state);
        return seen;
      },
      { timeoutMs: 900_000, intervalMs: 1_000 },
    );
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    const arrivals = await line.simulator.ledger('arrivals');
    const calls = arrivals.filter(({ entity }) => isLarge || entity === 'ticket' || entity === 'token').length;
    const refused = arrivals.filter(({ status }) => status === 429).length;
    console.info(
      `backfill: ${String(TICKETS)} tickets, ${String(KILLS)} kills, ${String(seconds)} s in windows of ${String(WINDOW_SECONDS)} s: ` +
        `${String(calls)} calls of at most ${String(MOST_CALLS)}, 429s ${String(refused)}, peak memory in MB: connector ${String(memory.peak('connector'))}, ` +
        `ticket-service ${String(memory.peak('ticket-service'))}, simulator ${String(memory.peak('halo-simulator'))}`,
    );
    expect(ended).toMatchObject({
      state: 'complete',
      entities: { ticket: { inHalo: TICKETS, seen: TICKETS } },
    });
    const { published, committed } = ended.entities['ticket']!;
    expect(committed).toBe(published);
    expect(refused).toBe(0);
    expect(calls).toBeLessThanOrEqual(MOST_CALLS);
    expect(memory.peak('connector')).toBeLessThan(MOST_CONNECTOR_MB);
    expect(memory.peak('halo-simulator')).toBeLessThan(MOST_SIMULATOR_MB);
    expect(await heldIds(id)).toEqual(await trueIds());
  }, 1_800_000);

  async function untilPublished(run: () => Promise<RunView>, count: number): Promise<void> {
    await eventually(
      async () => {
        const { entities } = await run();
        expect(Number(entities['ticket']?.['published'])).toBeGreaterThanOrEqual(Math.min(count, TICKETS * 0.95));
      },
      { timeoutMs: 300_000, intervalMs: 250 },
    );
  }

  async function heldIds(connectionId: string): Promise<number[]> {
    const rows = await line.sql<{ halo_id: string }>(
      'SELECT halo_id FROM halo.tickets WHERE connection_id = $1 ORDER BY halo_id',
      [connectionId],
    );
    return rows.map(({ halo_id }) => Number(halo_id));
  }

  /** Line by line: whole records, of which all together would not fit into one string. */
  async function trueIds(): Promise<number[]> {
    const { body } = await fetch(`${line.simulator.url}/control/records/ticket`);
    const lines = createInterface({ input: Readable.fromWeb(body as ReadableStream<Uint8Array>) }); // the same class under two names
    const ids: number[] = [];
    for await (const text of lines) {
      const [, id, deleted] = /^\{"id":(\d+),"deleted":(true|false)/.exec(text) ?? [];
      if (id !== undefined && deleted === 'false') ids.push(Number(id));
    }
    return ids;
  }
});

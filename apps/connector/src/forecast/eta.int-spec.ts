import { setTimeout as sleep } from 'node:timers/promises';
import { enqueue } from '../refetch/enqueue';
import { Stage } from '../../testing/stage';

// Halo's 300 s in 20 s; all of the budget's times shrink with the window.
const BUDGET = { requests: 90, windowSeconds: 20 };
const PER_PAGE = 20;
// 130 pages and 30 of the others: some 40 s.
const COUNTS = { tickets: 2_600, sites: 100, users: 400, invoices: 100 };
const LOOK_EVERY_MS = 250;
// A fifth of the budget.
const READ_EVERY_MS = 1_000;

jest.setTimeout(240_000);

interface Look {
  readonly share: number;
  readonly at: number;
  readonly etaSeconds: number;
}

const stage = new Stage({
  counts: COUNTS,
  env: {
    HALO_RATE_LIMIT_REQUESTS: String(BUDGET.requests),
    HALO_RATE_LIMIT_WINDOW_SECONDS: String(BUDGET.windowSeconds),
  },
});

/** Looks at a run until it ends: how far it was, and how long it said it would take. */
async function watched(runId: string): Promise<{ looks: Look[]; endedAt: number }> {
  const looks: Look[] = [];
  for (;;) {
    const run = await stage.connector.run(runId);
    const at = performance.now() / 1_000;
    if (run.endedAt !== '') {
      expect(run.state).toBe('complete');
      return { looks, endedAt: at };
    }
    const seen = run.entities.reduce((sum, entity) => sum + entity.seen, 0);
    const all = Object.values(COUNTS).reduce((sum, count) => sum + count, 0);
    looks.push({ share: seen / all, at, etaSeconds: run.etaSeconds });
    await sleep(LOOK_EVERY_MS);
  }
}

/** Every so often somebody opens a record, and webhooks tell of others: each costs a read that goes first. */
function readsBeside(connectionId: string, ids: readonly number[]): () => void {
  let next = 0;
  const timer = setInterval(() => {
    const haloId = ids[next++ % ids.length]!;
    const order = { connectionId, entity: 'ticket', haloId, generation: 1, reason: 'hint', runId: null } as const;
    void enqueue(stage.connector.dataSource, [order]).then(() => stage.connector.parts.workers.kick());
  }, READ_EVERY_MS);
  return () => clearInterval(timer);
}

// What no count of calls knows: looks, polls and the comparison at the end, on a machine with other work.
const SLACK_SECONDS = 1.5;

/** Seconds are said whole, rounded up. A tenth of what it took may be missed, and the slack. */
function isRight(said: number, took: number): boolean {
  const missed = Math.max(0, took - said, said - 1 - took);
  return missed <= took / 10 + SLACK_SECONDS;
}

function expectRight({ looks, endedAt }: Awaited<ReturnType<typeof watched>>): void {
  const after = looks.filter(({ share }) => share >= 0.05);
  for (const part of [0.05, 0.25, 0.5, 0.75])
    expect(after.some(({ share }) => share >= part && share < part + 0.1)).toBe(true);
  const told = after.map(({ share, at, etaSeconds }) => ({ share, etaSeconds, took: endedAt - at }));
  expect(told.filter(({ etaSeconds, took }) => !isRight(etaSeconds, took))).toEqual([]);
}

beforeEach(async () => {
  await stage.halo.profile({ pageSizeCap: PER_PAGE });
  await stage.halo.limiter({ enabled: true, ...BUDGET });
});

describe('the time that is left', () => {
  it('is right within a tenth from the first twentieth on, and so is the forecast before Save', async () => {
    const values = await stage.halo.values();
    const { result } = await stage.connector.connections.test({ values, settings: undefined });
    const startedAt = performance.now() / 1_000;
    const { connection } = await stage.connector.save(values);
    const course = await watched(connection.runId);
    const seconds = course.endedAt - startedAt;
    const forecast = result!.forecast!.seconds;
    expect({ forecast, seconds, isRight: isRight(forecast, seconds) }).toMatchObject({ isRight: true });
    expectRight(course);
    expect((await stage.halo.arrivals()).filter(({ status }) => status === 429)).toEqual([]);
  });

  it('is so too where others use a part of the budget', async () => {
    const [connection] = (await stage.connector.connections.list()).items;
    const stop = readsBeside(connection!.id, await stage.halo.ids('ticket'));
    try {
      // A habit is known after a window.
      await sleep(BUDGET.windowSeconds * 1_000);
      const { run } = await stage.connector.sync.startRun({
        connectionId: connection!.id,
        mode: 'backfill',
        entities: [],
      });
      expectRight(await watched(run!.id));
    } finally {
      stop();
    }
  });
});

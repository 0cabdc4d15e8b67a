import { setTimeout as sleep } from 'node:timers/promises';
import type { connectorProto } from '@halosync/contracts';
import { ConnectorProcess } from '../../testing/connector-process';
import { Stage } from '../../testing/stage';

// A slot is busy for the window and the time of its call, so use is at most window ÷ (window + latency): what a busy
// machine leaves of a short window says little. `npm run soak:budget` looks at use, at Halo's own scale.
const { limit, windowSeconds, windows, leastUse } = { limit: 40, windowSeconds: 4, windows: 3, leastUse: 0.2 };
const KILLS = 2;

jest.setTimeout((windows + 2) * windowSeconds * 1_000 + 90_000);

describe('two replicas that have more to ask than Halo allows', () => {
  const env = { HALO_RATE_LIMIT_REQUESTS: String(limit), HALO_RATE_LIMIT_WINDOW_SECONDS: String(windowSeconds) };
  // The one in this process makes the connection and fills the queue; it has no workers to speak of.
  const stage = new Stage({
    counts: { tickets: 400, sites: 20, users: 50, invoices: 20 },
    env: { ...env, REFETCH_CONCURRENCY: '1' },
    consumesTouches: false,
  });
  let replicas: ConnectorProcess[] = [];

  beforeAll(async () => {
    ConnectorProcess.build();
    const variables = {
      ...stage.around.env(stage.halo.address),
      ...env,
      REFETCH_CONCURRENCY: '16',
      DATABASE_POOL: '20',
    };
    replicas = await Promise.all([ConnectorProcess.start(variables), ConnectorProcess.start(variables)]);
  });
  afterAll(() => Promise.all(replicas.map((replica) => replica.end())));

  it('use it up and never go beyond it, in whatever window, although they are killed', async () => {
    const { halo, connector } = stage;
    await halo.limiter({ enabled: true, requests: limit, windowSeconds });
    const { connection } = await connector.save(await halo.values());
    await connector.ended(connection.runId, 180_000);
    await connector.query(
      `INSERT INTO refetch (connection_id, entity, halo_id, generation, reason, priority)
       SELECT $1, 'ticket', unnest($2::bigint[]), 1, 'doubt', 1`,
      [connection.id, await halo.ids('ticket')],
    );
    for (const { grpc } of replicas) {
      const request = { connectionId: connection.id, mode: 'backfill', entities: [] };
      await grpc.call<connectorProto.StartRunRequest, connectorProto.StartRunResponse>('startRun', request);
    }
    await sleep(windowSeconds * 1_000); // saturated from here on
    const before = await window();
    const start = performance.now();
    const lengthMs = windows * windowSeconds * 1_000;
    for (let kill = 0; kill < KILLS; kill++) {
      const victim = replicas[kill % replicas.length];
      await victim?.end();
      await victim?.restart();
    }
    await sleep(Math.max(0, lengthMs - (performance.now() - start)));
    const after = await window();
    const use = (after.arrivals - before.arrivals) / (((performance.now() - start) / 1_000 / windowSeconds) * limit);
    expect(after.refused429).toBe(0);
    expect(after.highest).toBeLessThanOrEqual(limit);
    expect(use).toBeGreaterThan(leastUse);
  });

  async function window(): Promise<{ highest: number; arrivals: number; refused429: number }> {
    return (await stage.halo.control.json('GET', '/control/ledger/window')) as Awaited<ReturnType<typeof window>>;
  }
});

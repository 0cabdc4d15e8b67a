import { setTimeout as sleep } from 'node:timers/promises';
import type { connectorProto } from '@halosync/contracts';
import { eventually } from '@halosync/testing';
import pg from 'pg';
import { ConnectorProcess } from '../../testing/connector-process';
import { kindOf } from '../../testing/kind-of-arrival';
import { Surroundings } from '../../testing/running-connector';
import { RunningHalo } from '../../testing/running-halo';

jest.setTimeout(180_000);

const NAMES = ['replica-1', 'replica-2'] as const;
const KILLS = 4;

interface LedgerRow {
  readonly kind: string;
  readonly outcome: string | null;
}

describe('the ledger of calls, whose writers are killed amid calls', () => {
  let halo: RunningHalo;
  let around: Surroundings;
  let pool: pg.Pool;
  const replicas: ConnectorProcess[] = [];

  beforeAll(async () => {
    ConnectorProcess.build();
    [halo, around] = await Promise.all([
      RunningHalo.start({
        SIMULATOR_TICKETS: '2000',
        SIMULATOR_SITES: '150',
        SIMULATOR_USERS: '300',
        SIMULATOR_INVOICES: '300',
        SIMULATOR_RATE_LIMIT_ENABLED: 'false',
      }),
      Surroundings.make(),
    ]);
    pool = new pg.Pool({ connectionString: around.database.url, max: 2, options: '-c search_path=connector' });
    // Slow enough to be killed in the middle.
    const env = { ...around.env(halo.address), HALO_RATE_LIMIT_REQUESTS: '600' };
    for (const name of NAMES) replicas.push(await ConnectorProcess.start({ ...env, CONNECTOR_NAME: name }));
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.end();
    await pool.end();
    await around.remove();
    await halo.stop();
  });

  it('has a row for every request that Halo has seen; those of which nobody knows how they ended say so', async () => {
    await halo.forgetArrivals();
    const request = { values: await halo.values(), settings: undefined, idempotencyKey: '' };
    const { connection } = await replicas[0]!.grpc.call<
      connectorProto.SaveConnectionRequest,
      Required<connectorProto.SaveConnectionResponse>
    >('saveConnection', request);
    // Every answer takes so long that a kill at any moment meets calls under way.
    await halo.fault({ match: {}, kind: 'slow', delayMs: 200 });
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(500 + Math.random() * 500);
      const victim = replicas[kill % replicas.length]!;
      await victim.end();
      await victim.restart();
    }
    await halo.calm();
    await eventually(
      async () => {
        const { run } = await replicas[0]!.grpc.call<
          connectorProto.GetRunRequest,
          Required<connectorProto.GetRunResponse>
        >('getRun', { id: connection!.runId });
        expect(run!.state).toBe('complete');
      },
      { timeoutMs: 90_000, intervalMs: 250 },
    );
    expect((await ledger()).filter(({ outcome }) => outcome === null).length).toBeGreaterThan(0);
    // A minute later, as far as these calls know.
    await pool.query(`UPDATE call_ledger SET started_at = started_at - interval '1 minute' WHERE outcome IS NULL`);
    await replicas[0]!.end();
    await replicas[0]!.restart();
    await eventually(async () => expect((await ledger()).filter(({ outcome }) => outcome === null)).toEqual([]));
    const rows = await ledger();
    const unknown = countOf(rows.filter(({ outcome }) => outcome === 'unknown'));
    const known = countOf(rows.filter(({ outcome }) => outcome !== 'unknown'));
    const arrived = countOf((await halo.arrivals()).map((arrival) => ({ kind: kindOf(arrival) })));
    // Written before it leaves: nothing arrives without a row, and a row too many is one that was killed before it was sent.
    for (const kind of Object.keys({ ...arrived, ...known })) {
      const seen = arrived[kind] ?? 0;
      expect(seen).toBeGreaterThanOrEqual(known[kind] ?? 0);
      expect(seen).toBeLessThanOrEqual((known[kind] ?? 0) + (unknown[kind] ?? 0));
    }
  });

  async function ledger(): Promise<LedgerRow[]> {
    return (await pool.query<LedgerRow>('SELECT kind, outcome FROM call_ledger')).rows;
  }
});

function countOf(calls: readonly { readonly kind: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of calls) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

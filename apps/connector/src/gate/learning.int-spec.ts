import type { connectorProto } from '@halosync/contracts';
import { Metrics } from '@halosync/observability';
import { eventually } from '@halosync/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stage } from '../../testing/stage';

jest.setTimeout(90_000);

const WINDOW_SECONDS = 6;
const OURS = 90;
const HALOS = 30;

describe('a limit that is lower than we think', () => {
  const stage = new Stage({
    counts: { tickets: 45, sites: 20, users: 40, invoices: 20 },
    env: { HALO_RATE_LIMIT_REQUESTS: String(OURS), HALO_RATE_LIMIT_WINDOW_SECONDS: String(WINDOW_SECONDS) },
    connectors: 2,
  });
  let id: string;

  beforeAll(async () => {
    const { connection } = await stage.connector.save(await stage.halo.values());
    id = connection.id;
    await stage.connector.ended(connection.runId);
    expect(connection.budget).toMatchObject({ limit: OURS, configuredLimit: OURS, learnedLimit: 0, trialAt: '' });
  });

  const budget = async (): Promise<connectorProto.Budget> => (await stage.connector.connection(id)).budget!;
  const readAll = async (): Promise<void> => {
    await stage.connector.query(
      `INSERT INTO refetch (connection_id, entity, halo_id, generation, reason, priority)
       SELECT $1, 'ticket', unnest($2::bigint[]), 1, 'doubt', 1 ON CONFLICT DO NOTHING`,
      [id, await stage.halo.ids('ticket')],
    );
  };
  const queueIsEmpty = (): Promise<void> =>
    eventually(async () => expect(await stage.connector.query('SELECT 1 FROM refetch')).toEqual([]), {
      timeoutMs: 60_000,
    });
  const window = async (): Promise<{ highest: number; refused429: number }> =>
    (await stage.halo.control.json('GET', `/control/ledger/window?windowSeconds=${WINDOW_SECONDS}`)) as {
      highest: number;
      refused429: number;
    };

  it('is learned from the words of a 429 by all replicas, shown with its reason and its end, and nothing is lost', async () => {
    await sleep(WINDOW_SECONDS * 1_000);
    await stage.halo.limiter({ enabled: true, requests: HALOS, windowSeconds: WINDOW_SECONDS });
    await readAll();
    await eventually(async () => expect(await budget()).toMatchObject({ limit: HALOS, learnedHow: 'told' }));
    const learned = await budget();
    expect(learned).toMatchObject({ configuredLimit: OURS, sharePercent: 100, learnedLimit: HALOS, trialLimit: 33 });
    expect(Date.parse(learned.trialAt) - Date.parse(learned.learnedSince)).toBe(24 * WINDOW_SECONDS * 1_000);
    await queueIsEmpty();
    // What was under way when the first one came: the workers of two replicas.
    expect((await window()).refused429).toBeLessThanOrEqual(8);
    await stage.halo.forgetArrivals();
    await readAll();
    await queueIsEmpty();
    expect(await window()).toMatchObject({ refused429: 0, highest: HALOS });
  });

  it('is on the metrics page of every replica', async () => {
    for (const { parts } of stage.connectors) {
      const metrics = new Metrics('connector');
      for (const meter of parts.meters) meter.attach(metrics);
      const page = await metrics.page();
      expect(page).toMatch(
        new RegExp(`^halosync_budget_limit\\{instance="[^"]+",program="connector"\\} ${HALOS}$`, 'm'),
      );
      expect(page).toMatch(new RegExp(`^halosync_budget_learned_limit\\{[^}]+\\} ${HALOS}$`, 'm'));
      expect(page).toMatch(/^halosync_budget_used\{[^}]*lane="refetch"[^}]*\} \d+$/m);
    }
  });

  it('leaves the rest to others where a person says so, from that moment on, and takes it back', async () => {
    const { version } = await stage.connector.connection(id);
    await readAll();
    const share = (sharePercent: number, seen: number): Promise<unknown> =>
      stage.connector.connections.update({ id, version: seen, values: undefined, settings: { sharePercent } });
    await share(40, version);
    expect(await budget()).toMatchObject({ limit: 12, learnedLimit: HALOS, sharePercent: 40 });
    // What was sent before counts for a window; from then on it is the cap that holds.
    await sleep(WINDOW_SECONDS * 1_000);
    await stage.halo.forgetArrivals();
    await sleep(2 * WINDOW_SECONDS * 1_000);
    expect((await window()).highest).toBeLessThanOrEqual(12);
    await share(100, version + 1);
    expect(await budget()).toMatchObject({ limit: HALOS });
    await queueIsEmpty();
  });

  it('decays: a day later it is the setting again, and nothing is told of it any more', async () => {
    await stage.halo.limiter({ enabled: false });
    await stage.connector.query(`UPDATE budget SET learned_at = learned_at - interval '1 day'`);
    expect(await budget()).toMatchObject({ limit: OURS, learnedLimit: 0, learnedHow: '', trialLimit: 0, trialAt: '' });
  });
});

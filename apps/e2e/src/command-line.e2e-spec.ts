import { execFile } from 'node:child_process';
import { eventually } from '@halosync/testing';
import { e2eEnvironment } from './e2e-environment';
import { expectComplete } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '120', SIMULATOR_SITES: '10', SIMULATOR_USERS: '20', SIMULATOR_INVOICES: '10' };

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('the command line', () => {
  let line: Line;
  let apiKey: string;
  let connectionId: string;
  let callbackUrl: string;

  const run = (args: readonly string[], given: { input?: string; key?: string; url?: string } = {}): Promise<Outcome> =>
    new Promise((resolve) => {
      const env = {
        ...e2eEnvironment(),
        HALOSYNC_URL: given.url ?? line.url,
        HALOSYNC_API_KEY: given.key ?? apiKey,
        HALOSYNC_DATA_DIR: '/nonexistent',
      };
      const child = execFile(process.execPath, ['apps/cli/bin/halosync.mjs', ...args], { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
      );
      child.stdin?.end(given.input ?? '');
    });
  /** What a program gets. */
  const json = async <Value>(...args: string[]): Promise<Value> => {
    const { code, out, err } = await run([...args, '--json']);
    expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
    return JSON.parse(out) as Value; // as the API document says
  };

  beforeAll(async () => {
    line = await Line.start({ simulator: SMALL });
    apiKey = ((await line.api.json('POST', '/api/v1/api-keys', { name: 'cli', role: 'admin' })) as { key: string }).key; // as the API document says
  }, 240_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  it('connects, watches the first sync, and shows what there is', async () => {
    const { authUrl, resourceUrl, tenant, clientId, clientSecret } = await line.simulator.credentials();
    const values = ['--auth-url', authUrl, '--resource-url', resourceUrl, '--tenant', tenant, '--client-id', clientId];
    const refused = await run(['connections', 'add', ...values], { input: 'wrong' });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('clientSecret: ');
    const tested = await run(['connections', 'test', ...values], { input: clientSecret });
    expect(tested).toMatchObject({ code: 0, err: '' });
    const added = await run(['connections', 'add', ...values, '--name', 'North', '--json'], { input: clientSecret });
    ({ id: connectionId, callbackUrl } = JSON.parse(added.out) as { id: string; callbackUrl: string }); // as the API document says
    const watched = await run(['runs', 'watch']);
    expect(watched).toMatchObject({ code: 0, out: 'backfill: complete\n' });
    expect(watched.err).toMatch(/ticket +█{30} 120 of 120/);
    await expectComplete(line, connectionId);
    await line.simulator.sendWebhooksTo(callbackUrl, 'full');
    expect((await run(['connections', 'list'])).out).toMatch(/North +active +complete \(120\)/);
    expect(await json('runs', 'list')).toMatchObject({ items: [{ state: 'complete' }] });
    expect((await run(['sync', 'delta', '--watch', '--entity', 'ticket'])).code).toBe(0);
  }, 120_000);

  it('follows a webhook to its revision, and a row back to it', async () => {
    const [row] = await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.tickets ORDER BY halo_id LIMIT 1');
    const id = row?.halo_id ?? '';
    await line.simulator.json('PATCH', `/control/records/ticket/${id}`, { fields: { summary: 'the printer again' } });
    interface Deliveries {
      readonly items: readonly { readonly id: string; readonly replayOf: string | null }[];
    }
    const ofTicket = (): Promise<Deliveries> => json('deliveries', 'list', '--entity', 'ticket', '--halo-id', id);
    const [delivery] = await eventually(
      async () => {
        const { items } = await ofTicket();
        expect(items.length).toBeGreaterThan(0);
        return items;
      },
      { timeoutMs: 30_000 },
    );
    const deliveryId = delivery?.id ?? '';
    const shown = (): Promise<{
      parts: { outcome: string; offset: string; partition: number; change: { revision: number } | null }[];
    }> => json('deliveries', 'show', deliveryId);
    const part = await eventually(async () => {
      const [first] = (await shown()).parts;
      expect(first?.change ?? null).not.toBeNull();
      return first;
    });
    const before = await line.sql('SELECT count(*) FROM halo.tickets_history');
    expect((await run(['deliveries', 'replay', deliveryId])).out).toMatch(/^Sent again as /);
    await eventually(async () => {
      const { items } = await ofTicket();
      const replay = items.find(({ replayOf }) => replayOf === deliveryId);
      expect(await json('deliveries', 'show', replay?.id ?? '')).toMatchObject({
        parts: [{ outcome: expect.stringMatching(/unchanged|read/) as unknown }],
      });
    });
    expect(await line.sql('SELECT count(*) FROM halo.tickets_history')).toEqual(before);
    // Back from the row: the revision, who told us, and where its copy lay.
    const explained = await json<{
      revisions: { revision: number; deliveryId: string; partition: number; offset: string }[];
    }>('explain', 'ticket', id, '--compare');
    expect(explained).toMatchObject({ halo: { same: true, differences: [] }, deadLetters: [] });
    const told = explained.revisions.find(({ revision }) => revision === part?.change?.revision);
    if (part?.outcome === 'changed')
      expect(told).toMatchObject({ deliveryId, partition: part.partition, offset: part.offset });
    expect((await run(['explain', 'ticket', id])).out).toContain('webhook');
    const calls = await line.sql(`SELECT lane FROM connector.call_ledger WHERE reason = 'compare'`);
    expect(calls).toEqual([{ lane: 'console' }]);
    expect((await run(['deliveries', 'list', '--q', 'PRINTER AGAIN'])).out).toContain(deliveryId);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    expect(await json('republish', '--since', since, '--topic', 'received')).toMatchObject({
      received: { deliveries: expect.any(Number) as unknown },
    });
  }, 90_000);

  it('what cannot be stored is put aside, and replayed after the fix', async () => {
    await line.sql(`ALTER TABLE site_service.site ADD CONSTRAINT fault CHECK (raw ->> 'name' NOT LIKE 'unfit%')`);
    const [row] = await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.sites ORDER BY halo_id LIMIT 1');
    await line.simulator.json('PATCH', `/control/records/site/${row?.halo_id ?? ''}`, {
      fields: { name: 'unfit for us' },
    });
    const { out } = await eventually(
      async () => {
        const listed = await run(['dead-letters', 'list', '--cause', 'data']);
        expect(listed.out).toContain(`site ${row?.halo_id ?? ''}`);
        return listed;
      },
      { timeoutMs: 30_000 },
    );
    expect(out).toContain('no');
    expect((await run(['doctor'])).out).toContain('dead letters');
    await line.sql('ALTER TABLE site_service.site DROP CONSTRAINT fault');
    expect((await run(['dead-letters', 'replay', '--all'])).out).toMatch(/^[1-9]\d* sent again/);
    await eventually(async () =>
      expect(await line.sql('SELECT name FROM halo.sites WHERE halo_id = $1', [row?.halo_id])).toEqual([
        { name: 'unfit for us' },
      ]),
    );
  }, 90_000);

  it('the doctor looks at every hop and says what to do', async () => {
    const well = await json<{ ok: boolean; findings: { hop: string; state: string }[] }>('doctor');
    expect(well.ok).toBe(true);
    const hops = well.findings.map(({ hop }) => hop);
    for (const hop of [
      'gateway',
      'sign-in',
      'connector',
      'ticket-service',
      'connection North, Halo',
      'connection North, webhook',
    ])
      expect(hops).toContain(hop);
    await line.kill('invoice-service');
    const ill = await run(['doctor']);
    expect(ill.code).toBe(1);
    expect(ill.out).toContain('→ Start invoice-service, or look at its log.');
    await line.restart('invoice-service');
  }, 90_000);

  it('ends with codes that scripts can rely on', async () => {
    expect((await run(['connections', 'pause', 'North'])).out).toBe('North is paused.\n');
    expect((await run(['connections', 'resume', connectionId])).code).toBe(0);
    expect((await run(['runs', 'watch', '00000000-0000-0000-0000-000000000000'])).code).toBe(1);
    expect((await run(['sync', '--entity', 'asset'])).code).toBe(2);
    expect((await run(['dead-letters', 'replay'])).code).toBe(2);
    expect((await run(['connections', 'list'], { key: 'hs_wrong' })).code).toBe(3);
    expect(await run(['connections', 'list'], { url: 'http://127.0.0.1:9' })).toMatchObject({ code: 3 });
    const { out: key } = await run(['api-key', 'create', 'reader']);
    expect((await run(['connections', 'list'], { key: key.trim() })).code).toBe(0);
    expect((await run(['sync'], { key: key.trim() })).code).toBe(3);
    expect((await run(['connections', 'delete', 'North', '--purge'])).out).toContain('removed');
  }, 90_000);
});

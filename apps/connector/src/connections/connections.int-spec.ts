import type { connectorProto } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { eventually } from '@halosync/testing';
import { RunningConnector } from '../../testing/running-connector';
import { RunningHalo } from '../../testing/running-halo';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

const stage = new Stage({ counts: { tickets: 30, sites: 5, users: 10, invoices: 5 } });

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof AppError)) throw new Error(`not refused: ${String(failure)}`);
  return failure;
}

describe('a refused connection', () => {
  const fault =
    (path: string, kind: string, more = {}) =>
    () =>
      stage.halo.fault({ match: { path }, kind, ...more });
  const causes: [string, () => unknown, Partial<connectorProto.ConnectionValues>, [string, string][]][] = [
    [
      'nothing typed',
      () => 0,
      { authUrl: '', clientSecret: '' },
      [
        ['authUrl', 'required'],
        ['clientSecret', 'required'],
      ],
    ],
    ['no address', () => 0, { resourceUrl: 'portal' }, [['resourceUrl', 'url_invalid']]],
    ['plain http', () => 0, { authUrl: 'http://93.184.216.34/auth' }, [['authUrl', 'http_refused']]],
    [
      'a private address',
      () => 0,
      { resourceUrl: 'https://10.1.2.3/api' },
      [['resourceUrl', 'private_address_refused']],
    ],
    ['metadata', () => 0, { authUrl: 'https://169.254.169.254/auth' }, [['authUrl', 'private_address_refused']]],
    [
      'a redirect',
      fault('/auth/token', 'redirect', { location: 'http://169.254.169.254/latest' }),
      {},
      [['authUrl', 'redirect_refused']],
    ],
    ['no such host', () => 0, { authUrl: 'https://no-such-host.invalid/auth' }, [['authUrl', 'dns_not_found']]],
    [
      'a wrong secret',
      () => 0,
      { clientSecret: 'wrong' },
      [
        ['clientId', 'invalid_client'],
        ['clientSecret', 'invalid_client'],
      ],
    ],
    ['a wrong tenant', () => 0, { tenant: 'other' }, [['tenant', 'tenant_unknown']]],
    [
      'no token endpoint',
      fault('/auth/token', 'status', { status: 404, body: 'empty' }),
      {},
      [['authUrl', 'token_not_found']],
    ],
    ['a page at the token endpoint', fault('/auth/token', 'html'), {}, [['authUrl', 'token_html']]],
    ['no token in the answer', fault('/auth/token', 'wrong-type'), {}, [['authUrl', 'token_malformed']]],
    ['no API', fault('/api/*', 'status', { status: 404, body: 'empty' }), {}, [['resourceUrl', 'api_not_found']]],
    ['a page at the API', fault('/api/*', 'html'), {}, [['resourceUrl', 'api_html']]],
    ['every read 401', fault('/api/*', 'token-expired'), {}, [['clientId', 'api_unauthorised']]],
    ['every read 403', fault('/api/*', 'status', { status: 403, body: 'empty' }), {}, [['clientId', 'all_forbidden']]],
    [
      '429 at sign-in',
      fault('/auth/token', 'status', { status: 429, body: 'text' }),
      {},
      [['connection', 'token_rate_limited']],
    ],
    [
      'a fault at sign-in',
      fault('/auth/token', 'status', { status: 502, body: 'html' }),
      {},
      [['connection', 'token_server_error']],
    ],
    [
      'a fault at the API',
      fault('/api/*', 'status', { status: 500, body: 'dotnet' }),
      {},
      [['connection', 'api_server_error']],
    ],
  ];

  it.each(causes)('%s: field and code, within 10 s, nothing saved', async (_name, prepare, over, expected) => {
    await prepare();
    const start = Date.now();
    const error = await refusal(stage.connector.save(await stage.halo.values(over)));
    expect(error.errors.map(({ field, code }) => [field, code])).toEqual(expected);
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(await stage.connector.query('SELECT 1 FROM connection')).toEqual([]);
    expect(JSON.stringify(error)).not.toContain((await stage.halo.values()).clientSecret);
    await stage.connector.query(`UPDATE budget SET blocked_until = to_timestamp(0), learned_limit = NULL`);
  });

  it('that is refused on some entities is saved, with a warning', async () => {
    await stage.halo.profile({ forbiddenEntities: ['invoice'] });
    const { connection, result } = await stage.connector.save(await stage.halo.values());
    expect(result?.entities.find(({ entity }) => entity === 'invoice')).toMatchObject({ readable: false });
    expect(connection.warnings).toMatchObject([{ field: 'invoice', code: 'entity_forbidden' }]);
    const run = await stage.connector.ended(connection.runId);
    expect(Object.fromEntries(run.entities.map(({ entity, state }) => [entity, state]))).toEqual({
      ticket: 'complete',
      site: 'complete',
      user: 'complete',
      invoice: 'incomplete',
    });
    expect(run.entities.find(({ entity }) => entity === 'invoice')?.detail).toContain('permission');
    await stage.connector.connections.delete({ id: connection.id, purge: true });
  });
});

describe('Save And Sync', () => {
  it('keeps no secret in the clear, and counts every call', async () => {
    await stage.halo.forgetArrivals();
    const earlier = new Set(
      (await stage.connector.query<{ id: string }>('SELECT id FROM call_ledger')).map(({ id }) => id),
    );
    const values = await stage.halo.values();
    const { connection } = await stage.connector.save(values);
    const run = await stage.connector.ended(connection.runId);
    const [secret] = await stage.connector.query<{ ciphertext: Buffer }>(
      `SELECT ciphertext FROM secret WHERE connection_id = $1 AND name = 'client_secret'`,
      [connection.id],
    );
    expect(secret?.ciphertext.toString('latin1')).not.toContain(values.clientSecret);
    const arrivals = await stage.halo.arrivals();
    const { items } = await stage.connector.sync.listCalls({ connectionId: connection.id, cursor: '', limit: 200 });
    const calls = items.filter(({ id }) => !earlier.has(id));
    expect(calls).toHaveLength(arrivals.length);
    expect(calls.filter(({ lane }) => lane === 'backfill')).toHaveLength(run.calls);
  });

  it('pressed again with the same five values finds the connection without a call', async () => {
    const before = await stage.halo.arrivals();
    const { outcome } = await stage.connector.save({
      ...(await stage.halo.values()),
      authUrl: `${stage.halo.url}/auth/`,
    });
    expect(outcome).toBe('unchanged');
    expect(await stage.halo.arrivals()).toHaveLength(before.length);
  });

  it('with another secret replaces it if it works, and changes nothing if not', async () => {
    const held = (await stage.connector.connections.list()).items[0]!;
    await refusal(stage.connector.save(await stage.halo.values({ clientSecret: 'wrong' })));
    expect(await stage.connector.connection(held.id)).toMatchObject({ version: held.version, status: 'active' });
    await stage.halo.control.json('PUT', '/control/credentials', { clientSecret: 'the new one' });
    const { outcome, connection } = await stage.connector.save(await stage.halo.values());
    expect(outcome).toBe('replaced');
    expect(connection).toMatchObject({ id: held.id, generation: held.generation, version: held.version + 1 });
    await stage.connector.ended(connection.runId);
  });

  it('edits: only with the version that was seen, a secret only if it works, never another Halo', async () => {
    const held = (await stage.connector.connections.list()).items[0]!;
    const values = await stage.halo.values({ clientSecret: '' });
    const edit = (over: Partial<connectorProto.UpdateConnectionRequest>) =>
      stage.connector.connections.update({
        id: held.id,
        version: held.version,
        values: undefined,
        settings: undefined,
        ...over,
      });
    expect((await refusal(edit({ version: held.version - 1 }))).code).toBe('precondition_failed');
    expect((await refusal(edit({ values: { ...values, clientSecret: 'wrong' } }))).errors).toMatchObject([
      { field: 'clientSecret', code: 'secret_rejected' },
    ]);
    const other = await RunningHalo.start({ SIMULATOR_TICKETS: '1', SIMULATOR_TENANT: 'another' });
    try {
      const elsewhere = await RunningConnector.start(
        stage.around,
        { ...stage.around.env(`${stage.halo.address},${other.address}`) },
        { consumesTouches: false },
      );
      const error = await refusal(
        elsewhere.connections.update({
          id: held.id,
          version: held.version,
          values: await other.values(),
          settings: undefined,
        }),
      );
      expect(error.errors).toMatchObject([{ field: 'authUrl', code: 'other_instance' }]);
      await elsewhere.stop();
    } finally {
      await other.stop();
    }
    const calls = (await stage.halo.arrivals()).length;
    const { connection } = await edit({
      values: { ...values, name: 'Northwind' },
      settings: { limit: 300, sharePercent: 50, windowSeconds: undefined, deltaSeconds: undefined, details: undefined },
    });
    expect(connection).toMatchObject({
      name: 'Northwind',
      version: held.version + 1,
      settings: { limit: 300, sharePercent: 50 },
      budget: { limit: 150 },
    });
    expect(await stage.halo.arrivals()).toHaveLength(calls);
  });

  it('pressed five times at once is one connection and one run', async () => {
    const held = (await stage.connector.connections.list()).items[0]!;
    const services = stage.around.services.closed.length;
    const { removed } = await stage.connector.connections.delete({ id: held.id, purge: false });
    expect(removed).toBe(0);
    const closed = stage.around.services.closed.slice(services);
    expect(closed.map(({ entity }) => entity).sort()).toEqual(['invoice', 'site', 'ticket', 'user']);
    expect(closed[0]).toMatchObject({ connectionId: held.id, generation: held.generation, purge: false });
    expect(await stage.connector.query('SELECT 1 FROM secret')).toEqual([]);
    expect((await refusal(stage.connector.connection(held.id))).code).toBe('not_found');

    await stage.halo.forgetArrivals();
    const values = await stage.halo.values();
    const saved = await Promise.all(Array.from({ length: 5 }, () => stage.connector.save(values)));
    expect(new Set(saved.map(({ connection }) => connection.id))).toEqual(new Set([held.id])); // revived: the data that was kept goes on
    expect(saved.map(({ outcome }) => outcome).sort()).toEqual([
      'created',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    expect(saved[0]!.connection).toMatchObject({ generation: held.generation + 1, status: 'active' });
    expect((await stage.halo.arrivals()).filter(({ path }) => /token/.test(path))).toHaveLength(1);
    expect(await stage.connector.query('SELECT 1 FROM run WHERE generation = $1', [held.generation + 1])).toHaveLength(
      1,
    );
    await stage.connector.ended(saved[0]!.connection.runId);
  });

  it('is undone in order: with a service away it stays under way, and ends when that is back', async () => {
    const held = (await stage.connector.connections.list()).items[0]!;
    stage.around.services.away.add('user');
    await stage.connector.sync.startRun({ connectionId: held.id, mode: 'backfill', entities: [] });
    await stage.connector.connections.delete({ id: held.id, purge: true });
    expect(await stage.connector.connection(held.id)).toMatchObject({ status: 'deleting' });
    expect(await stage.connector.query('SELECT 1 FROM secret')).toEqual([]);
    expect(await stage.connector.query('SELECT 1 FROM run WHERE ended_at IS NULL')).toEqual([]);
    expect((await refusal(stage.connector.save(await stage.halo.values()))).code).toBe('instance_busy');
    stage.around.services.away.clear();
    await eventually(async () => expect((await stage.connector.connections.list()).items).toEqual([]));
    for (const entity of entityNames) expect(stage.around.services.live(entity, held.id)).toEqual([]);
  });
});

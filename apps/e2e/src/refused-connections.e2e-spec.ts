import { Line } from './line';
import type { HaloCredentials } from '@halosync/line';

interface Problem {
  readonly status: number;
  readonly errors?: readonly {
    readonly field: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string;
  }[];
}

type Values = HaloCredentials;
type Arrange = (line: Line) => Promise<unknown>;

const profile =
  (switches: Record<string, unknown>): Arrange =>
  (line) =>
    line.simulator.json('PUT', '/control/profile', switches);
const fault =
  (fault: Record<string, unknown>): Arrange =>
  (line) =>
    line.simulator.json('POST', '/control/faults', fault);
const token = { entity: 'token' };
const readFault =
  (kind: Record<string, unknown>): Arrange =>
  async (line) => {
    for (const entity of ['ticket', 'site', 'user', 'invoice']) await fault({ match: { entity }, ...kind })(line);
  };

/** What goes wrong, in which field, with which code: every row of the contract. */
const rows: readonly [
  what: string,
  values: (good: Values) => Partial<Values>,
  arrange: Arrange | null,
  expected: readonly string[],
][] = [
  ['an empty field', () => ({ clientId: '' }), null, ['clientId required']],
  [
    'five empty fields',
    () => ({ authUrl: '', resourceUrl: '', clientId: '', clientSecret: '' }),
    null,
    ['authUrl required', 'resourceUrl required', 'clientId required', 'clientSecret required'],
  ],
  ['no web address', () => ({ authUrl: 'my halo' }), null, ['authUrl url_invalid']],
  [
    'plain http to a stranger',
    () => ({ resourceUrl: 'http://halo.example.com/api' }),
    null,
    ['resourceUrl http_refused'],
  ],
  ['a redirect', () => ({}), fault({ match: token, kind: 'redirect' }), ['authUrl redirect_refused']],
  ['a private address', () => ({ authUrl: 'https://10.0.0.7/auth' }), null, ['authUrl private_address_refused']],
  [
    'loopback beside the allowed port',
    () => ({ resourceUrl: 'https://127.0.0.1:1/api' }),
    null,
    ['resourceUrl private_address_refused'],
  ],
  [
    'the metadata address',
    () => ({ authUrl: 'https://169.254.169.254/auth' }),
    null,
    ['authUrl private_address_refused'],
  ],
  [
    'a host that does not exist',
    () => ({ authUrl: 'https://no-such-halo.invalid/auth' }),
    null,
    ['authUrl dns_not_found'],
  ],
  ['nobody listening', () => ({ authUrl: 'http://localhost:9/auth' }), null, ['authUrl connect_refused']],
  [
    'a wrong secret',
    () => ({ clientSecret: 'wrong' }),
    null,
    ['clientId invalid_client', 'clientSecret invalid_client'],
  ],
  [
    'a wrong secret, answered 400',
    () => ({ clientSecret: 'wrong' }),
    profile({ invalidClientStatus: 400 }),
    ['clientId invalid_client', 'clientSecret invalid_client'],
  ],
  ['an unknown tenant', () => ({ tenant: 'elsewhere' }), null, ['tenant tenant_unknown']],
  [
    'an unknown tenant, answered by a page',
    () => ({ tenant: 'elsewhere' }),
    profile({ unknownTenant: '500-html' }),
    ['tenant tenant_unknown'],
  ],
  [
    'an Auth URL that is not one',
    (good) => ({ authUrl: good.authUrl.replace('/auth', '/nowhere/auth') }),
    null,
    ['authUrl token_not_found'],
  ],
  [
    'a portal instead of the sign-in',
    () => ({}),
    fault({ match: token, kind: 'html', status: 200 }),
    ['authUrl token_html'],
  ],
  [
    'a token answer without a token',
    () => ({}),
    fault({ match: token, kind: 'status', status: 200, body: 'json' }),
    ['authUrl token_malformed'],
  ],
  [
    'a Resource URL that is not one',
    (good) => ({ resourceUrl: `${good.resourceUrl}/nowhere` }),
    null,
    ['resourceUrl api_not_found'],
  ],
  ['a portal instead of the API', () => ({}), readFault({ kind: 'html', status: 200 }), ['resourceUrl api_html']],
  [
    '401 on every read',
    () => ({}),
    readFault({ kind: 'status', status: 401, body: 'empty' }),
    ['clientId api_unauthorised'],
  ],
  [
    '403 on every read',
    () => ({}),
    profile({ forbiddenEntities: ['ticket', 'site', 'user', 'invoice'] }),
    ['clientId all_forbidden'],
  ],
  [
    'a fault of the sign-in',
    () => ({}),
    fault({ match: token, kind: 'status', status: 502, body: 'html' }),
    ['connection token_server_error'],
  ],
  [
    'a fault of the API',
    () => ({}),
    readFault({ kind: 'status', status: 500, body: 'html' }),
    ['connection api_server_error'],
  ],
  ['an API that hangs', () => ({}), readFault({ kind: 'hang' }), ['connection api_timeout']],
  // Last: it stops all calls to this Halo for a while.
  [
    '429 at the token call',
    () => ({}),
    fault({ match: token, kind: 'status', status: 429, body: 'text' }),
    ['connection token_rate_limited'],
  ],
];

describe('a connection that is refused', () => {
  let line: Line;
  let good: Values;

  beforeAll(async () => {
    line = await Line.start({
      simulator: { SIMULATOR_TICKETS: '60', SIMULATOR_SITES: '5', SIMULATOR_USERS: '10', SIMULATOR_INVOICES: '5' },
      // `localhost` for a port where nobody listens; 127.0.0.1 only with the simulator's.
      env: { HALO_ALLOWED_PRIVATE_HOSTS: 'localhost' },
    });
    good = await line.simulator.credentials();
  }, 120_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);
  afterEach(async () => {
    await line.simulator.json('DELETE', '/control/faults');
    await line.simulator.json('DELETE', '/control/profile');
  });

  const save = (values: Partial<Values>): Promise<Response> =>
    line.api.raw('POST', '/api/v1/connections', { integration: 'halo-psa', ...good, ...values });

  it('a permission missing on one entity is saved, with a warning', async () => {
    await profile({ forbiddenEntities: ['invoice'] })(line);
    const response = await save({});
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'entity_forbidden', field: 'invoice' })]),
    });
    const [connection] = ((await line.api.json('GET', '/api/v1/connections')) as { items: { id: string }[] }).items; // the list envelope
    await line.api.json('DELETE', `/api/v1/connections/${connection?.id}?data=purge`);
  }, 60_000);

  it.each(rows)(
    '%s names its field and code within 10 s, and nothing is saved',
    async (_what, values, arrange, expected) => {
      await arrange?.(line);
      const started = performance.now();
      const response = await save(values(good));
      const ms = performance.now() - started;
      const problem = (await response.json()) as Problem; // Problem Details, checked below
      expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
        status: 422,
        type: expect.stringContaining('application/problem+json'),
      });
      expect(problem.errors?.map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
      for (const { message, hint } of problem.errors ?? [])
        expect([message.length > 0, hint.length > 0]).toEqual([true, true]);
      expect(ms).toBeLessThan(11_000);
      expect(await line.api.json('GET', '/api/v1/connections')).toMatchObject({ items: [] });
      expect(JSON.stringify(problem)).not.toContain(good.clientSecret);
    },
    30_000,
  );
});

import type { connectorProto } from '@halosync/contracts';
import { subscribedEvents } from '@halosync/contracts';
import { SIMULATOR_EVENT_NUMBERS } from '@halosync/line';
import { Metrics } from '@halosync/observability';
import { eventually } from '@halosync/testing';
import { callbackUrl } from '../../testing/a-halo-webhook';
import { RunningConnector } from '../../testing/running-connector';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

const stage = new Stage({
  counts: { tickets: 20, sites: 3, users: 5, invoices: 3 },
  connectors: 2,
  env: { WEBHOOK_EVENT_NUMBERS: SIMULATOR_EVENT_NUMBERS },
});
let connectionId: string;

const wanted = (given: Partial<connectorProto.WantedWebhook> = {}): connectorProto.WantedWebhook => ({
  ...{ callbackUrl: callbackUrl('a'), earlierUrls: [], authType: 'none', authName: '', heard: [] },
  ...given,
});

const check = async (
  given: Partial<connectorProto.CheckWebhookRequest> = {},
  connector = stage.connector,
): Promise<connectorProto.WebhookReport> => {
  const request = { connectionId, wanted: wanted(), maxAgeSeconds: 0, byPerson: true, ...given };
  return (await connector.webhook.check(request)).report!;
};

const repair = (given: Partial<connectorProto.RepairWebhookRequest> = {}, connector = stage.connector) =>
  connector.webhook.repair({
    ...{ connectionId, wanted: wanted(), authSecret: '', secretChanged: false, followsOnly: false },
    ...given,
  });

interface InHalo {
  readonly id: string;
  readonly events: { readonly name: string }[];
  readonly [field: string]: unknown;
}
const inHalo = async (): Promise<InHalo[]> =>
  ((await stage.halo.control.json('GET', '/control/webhooks')) as { items: InHalo[] }).items; // as the simulator documents
/** As somebody in Halo's pages does. */
const editInHalo = async (fields: Readonly<Record<string, unknown>>): Promise<void> => {
  const [webhook] = await inHalo();
  const { authUrl, resourceUrl, tenant, clientId, clientSecret } = await stage.halo.values();
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'all' };
  const token = await fetch(`${authUrl}/token?tenant=${tenant}`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${resourceUrl}/Webhook`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}` },
    body: JSON.stringify([{ id: webhook?.id, ...fields }]),
  });
  expect(answer.status).toBe(201);
};
const calls = async (): Promise<string[]> =>
  (await stage.halo.arrivals()).filter(({ path }) => /webhook|notification/i.test(path)).map(({ method }) => method);
const fieldsOf = (report: connectorProto.WebhookReport): string[] => report.differences.map(({ field }) => field);
const warnings = async (): Promise<string[]> =>
  (await stage.connector.connection(connectionId)).warnings.map(({ code }) => code);
/** The metrics page of the replica that looks at nothing. */
const page = async (): Promise<string> => {
  const metrics = new Metrics('connector');
  for (const meter of stage.connectors[1]?.parts.meters ?? []) meter.attach(metrics);
  return metrics.page();
};
const gaps = () =>
  stage.connector.query<{ reason: string }>('SELECT reason FROM gap WHERE connection_id = $1', [connectionId]);

beforeAll(async () => {
  const { connection } = await stage.connector.save(await stage.halo.values());
  connectionId = connection.id;
  await stage.connector.ended(connection.runId);
});
beforeEach(() => stage.halo.forgetArrivals());

describe('the webhook in Halo', () => {
  it('is missing at first, which is no fault, and costs one call to know', async () => {
    const report = await check();
    expect(report).toMatchObject({ access: 'allowed', sendsWhole: false, differences: [] });
    expect(report.inHalo).toBeUndefined();
    expect(new Set(report.events.map(({ attached }) => attached))).toEqual(new Set(['no']));
    expect(await calls()).toEqual(['GET']);
    expect(await warnings()).toEqual([]);
  });

  it('is made once with its eleven events, whoever presses where and how often', async () => {
    const pressed = await Promise.all([0, 1, 2, 3].map((press) => repair({}, stage.connectors[press % 2])));
    expect(pressed.map(({ outcome }) => outcome).sort()).toEqual(['created', 'unchanged', 'unchanged', 'unchanged']);
    const made = await inHalo();
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ url: callbackUrl('a'), active: true, batch_method: 0, payload_type: 1 });
    expect(made[0]?.events.map(({ name }) => name)).toEqual([...subscribedEvents]);
    expect(pressed[0]?.report).toMatchObject({ differences: [], sendsWhole: true });
  });

  it('is checked with one call, through the budget and the ledger; what was read a moment ago is not read again', async () => {
    expect(await check({ byPerson: false })).toMatchObject({ access: 'allowed', differences: [] });
    expect(await calls()).toEqual(['GET']);
    await check({ maxAgeSeconds: 60 }, stage.connectors[1]);
    expect(await calls()).toEqual(['GET']);
    const { items } = await stage.connector.sync.listCalls({ connectionId, cursor: '', limit: 1 });
    expect(items).toMatchObject([{ lane: 'delta', reason: 'webhook check', status: 200 }]);
  });

  it('that Halo switched off is a warning, is put right on request, and what it did not send is made up for', async () => {
    await editInHalo({ disabled: true });
    expect(fieldsOf(await check({ byPerson: false }))).toEqual(['disabled']);
    expect(await warnings()).toEqual(['webhook_disabled']);
    expect(await page()).toMatch(/^halosync_webhook_faults\{code="webhook_disabled"[^}]*\} 1$/m);
    expect(await gaps()).toEqual([]);
    expect(await repair()).toMatchObject({ outcome: 'repaired', report: { differences: [] } });
    expect(await warnings()).toEqual([]);
    expect(await gaps()).toMatchObject([{ reason: 'webhook_broken' }]);
    expect(await page()).not.toContain('webhook_disabled');
  });

  it('that was put right in Halo is made up for too', async () => {
    await stage.connector.query('DELETE FROM gap');
    await editInHalo({ active: false });
    await check();
    await editInHalo({ active: true });
    await check();
    expect(await gaps()).toMatchObject([{ reason: 'webhook_broken' }]);
  });

  it('in which several things differ says all of them, and one repair is enough', async () => {
    await editInHalo({
      ...{ url: 'https://elsewhere.example.com/', batch_method: 3, payload_type: 0, events: [{ eventno: 61 }] },
      name: 'Renamed by Ann',
    });
    const report = await check();
    expect(fieldsOf(report)).toEqual(['url', ...Array<string>(10).fill('events'), 'payload', 'batching']);
    expect(report.sendsWhole).toBe(false);
    expect(await repair()).toMatchObject({ outcome: 'repaired', report: { differences: [], sendsWhole: true } });
    const [webhook, second] = await inHalo();
    expect(second).toBeUndefined();
    expect(webhook).toMatchObject({ name: 'Renamed by Ann', url: callbackUrl('a') });
    expect(webhook?.events).toHaveLength(11);
  });

  it('follows a changed callback URL and a changed credential', async () => {
    const moved = wanted({
      callbackUrl: callbackUrl('b'),
      earlierUrls: [callbackUrl('a')],
      ...{ authType: 'header', authName: 'x-halo' },
    });
    await editInHalo({ payload_type: 0 });
    expect(fieldsOf(await check({ wanted: moved }))).toEqual(['url', 'authentication', 'payload']);
    expect(await repair({ wanted: moved, authSecret: 'c4nary', followsOnly: true })).toMatchObject({
      outcome: 'repaired',
      secretWritten: true,
      // Following is not repairing: this may be somebody's choice.
      report: { differences: [{ field: 'payload' }] },
    });
    await editInHalo({ payload_type: 1 });
    expect(await inHalo()).toMatchObject([
      { url: callbackUrl('b'), authentication_type: 3, authentication_header: 'x-halo' },
    ]);
    // The credential is right as far as Halo shows: it is not written again, unless it has changed.
    expect(await repair({ wanted: moved, authSecret: 'other' })).toMatchObject({
      outcome: 'unchanged',
      secretWritten: false,
    });
    expect(await repair({ wanted: moved, authSecret: 'other', secretChanged: true })).toMatchObject({
      secretWritten: true,
    });
    expect(await repair()).toMatchObject({ outcome: 'repaired', report: { differences: [] } });
  });

  it('keeps its URL as a secret', async () => {
    const [row] = await stage.connector.query<{ row: string }>('SELECT webhook::text AS row FROM webhook');
    expect(row?.row).not.toContain('aaaa');
  });

  it('that was deleted in Halo is missed; it is found by name or made again', async () => {
    const [webhook] = await inHalo();
    await stage.halo.control.json('DELETE', `/control/webhooks/${webhook?.id ?? ''}`);
    expect((await check()).inHalo).toBeUndefined();
    expect(await warnings()).toEqual(['webhook_missing']);
    await stage.halo.control.json('POST', '/control/webhooks', { url: 'https://elsewhere.example.com/', events: [] });
    expect(await repair()).toMatchObject({ outcome: 'repaired', report: { differences: [] } });
    expect(await inHalo()).toHaveLength(1);
    expect(await warnings()).toEqual([]);
  });

  it('is not looked at while the connection rests', async () => {
    await stage.connector.connections.pause({ id: connectionId });
    await check();
    await expect(repair()).rejects.toMatchObject({ code: 'conflict' });
    expect(await calls()).toEqual([]);
    await stage.connector.connections.resume({ id: connectionId });
  });

  it.each([401, 403])('that we may not look at (%d) is not known, and nothing else suffers', async (status) => {
    await stage.halo.fault({ match: { path: '/api/webhook' }, kind: 'status', status, body: 'empty' });
    const report = await check();
    expect(report).toMatchObject({ access: 'forbidden', differences: [], sendsWhole: false });
    expect(new Set(report.events.map(({ attached }) => attached))).toEqual(new Set(['unknown']));
    await stage.halo.forgetArrivals();
    await check({ byPerson: false });
    expect(await calls()).toEqual([]);
    await expect(repair()).rejects.toMatchObject({ code: 'webhook_forbidden', errors: [{ field: 'webhook' }] });
    expect(await stage.connector.connection(connectionId)).toMatchObject({ status: 'active', warnings: [] });
  });

  it('without numbers for its events is made with those that are known, and names the others', async () => {
    await stage.connector.query(`UPDATE webhook SET event_numbers = '{}'`);
    for (const { id } of await inHalo()) await stage.halo.control.json('DELETE', `/control/webhooks/${id}`);
    const env = { ...stage.around.env(stage.halo.address), CONNECTOR_NAME: 'without-numbers' };
    const connector = await RunningConnector.start(stage.around, env, { consumesTouches: false });
    try {
      const { outcome, report } = await repair({}, connector);
      expect(outcome).toBe('created');
      expect((await inHalo())[0]?.events).toHaveLength(2);
      expect(report?.differences.map(({ shouldBe }) => shouldBe)).toEqual(subscribedEvents.slice(2));
      // Somebody adds one by hand; its first delivery tells which it is.
      await editInHalo({ events: [{ eventno: 3 }, { eventno: 61 }, { eventno: 2101 }] });
      const doubtful = (await check({}, connector)).events.filter(({ attached }) => attached === 'unknown');
      expect(doubtful).toHaveLength(9);
      const added = (await inHalo())[0]?.events as unknown as { id: number; eventno: number }[]; // Halo's notifications
      const notificationId = added.find(({ eventno }) => eventno === 2101)?.id ?? 0;
      const told = wanted({ heard: [{ event: 'site created', notificationId }] });
      await eventually(async () => {
        const { events } = await check({ wanted: told }, connector);
        expect(events.filter(({ attached }) => attached === 'yes')).toHaveLength(3);
      });
    } finally {
      await connector.stop();
    }
  });
});

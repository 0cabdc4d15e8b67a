import type { connectorProto } from '@halosync/contracts';
import { subscribedEvents } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { anEnvelope } from '../../testing/bodies';
import type { Callback } from '../../testing/callback';
import { aCallback, postWebhook } from '../../testing/callback';
import { aWebhookReport } from '../../testing/fake-connector';
import { TestGateway } from '../../testing/test-gateway';
import { CredentialStore } from '../webhooks/credential-store';
import { EndpointSnapshot } from '../webhooks/endpoint-snapshot';

jest.setTimeout(60_000);

const OVERLAP_SECONDS = 2;

let gateway: TestGateway;
let admin: ApiClient;
let viewer: ApiClient;
beforeAll(async () => {
  gateway = await TestGateway.start({
    environment: { WEBHOOK_CHECK_SECONDS: '1', ROTATION_OVERLAP_SECONDS: String(OVERLAP_SECONDS) },
  });
  [admin, viewer] = [await ApiClient.withKey(gateway, 'admin'), await ApiClient.withKey(gateway, 'viewer')];
});
afterAll(() => gateway.stop());
afterEach(() => {
  for (const name of Object.keys(gateway.connector.answers)) Reflect.deleteProperty(gateway.connector.answers, name);
});

/** The callback URL as the connector is told of it: that of PUBLIC_URL. */
const asTold = ({ url }: Callback): string => `http://localhost:${String(gateway.config.PORT)}${new URL(url).pathname}`;
const pathOf = ({ connection }: Callback, more = ''): string => `/api/v1/connections/${connection.id}/webhook${more}`;
const inHalo = (url: string, given: Partial<connectorProto.HaloWebhook> = {}): connectorProto.HaloWebhook => ({
  ...{
    id: '7c2e3d52-91a4-4c58-8c61-2b7d0f5f9a77',
    name: 'Halosync',
    url,
    active: true,
    disabled: false,
    disabledAt: '',
  },
  ...{
    method: 'POST',
    contentType: 'application/json',
    authType: 'none',
    authName: '',
    payload: 'full',
    batched: false,
  },
  lastStatus: 200,
  ...given,
});
const answer = (method: string, report: Partial<connectorProto.WebhookReport>, more: object = {}): void => {
  gateway.connector.answers[method] = () => ({ report: aWebhookReport(report), ...more });
};
const lastRequest = <T>(method: string): T => gateway.connector.requests[method]?.at(-1) as T;
const isWhole = async ({ connection }: Callback): Promise<unknown> => {
  const [row] = await gateway.query<{ is_whole: boolean }>(
    'SELECT is_whole FROM gateway.inbox WHERE connection_id = $1 ORDER BY received_at DESC LIMIT 1',
    [connection.id],
  );
  return row?.is_whole;
};

describe('GET …/webhook', () => {
  it('where nothing is known: what it should be, the steps, and waiting for the first event', async () => {
    const callback = await aCallback(gateway);
    const { status, body } = await admin.call('GET', pathOf(callback));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ state: 'waiting_for_first_event', access: 'unknown', checkedAt: null, inHalo: null, differences: [] },
      shouldBe: { url: asTold(callback), payload: 'full', events: [...subscribedEvents] },
    });
    expect(String(body['steps'])).toContain(asTold(callback));
    expect(String(body['steps'])).toContain('Invoice Deleted');
  });

  it('tells when each of the eleven was last received, and which notification raised it', async () => {
    const callback = await aCallback(gateway);
    await postWebhook(callback.url, { ...anEnvelope({ event: 'ticket changed' }), notification_id: 12 });
    await eventually(async () => {
      const { body } = await viewer.call('GET', pathOf(callback));
      const events = body['events'] as { event: string; lastReceivedAt: string | null; received: number }[];
      expect(events.map(({ event }) => event)).toEqual([...subscribedEvents]);
      expect(events.filter(({ received }) => received > 0)).toMatchObject([
        { event: 'Ticket Changed', received: 1, lastReceivedAt: expect.stringMatching(/Z$/) as string },
      ]);
      expect(body['state']).toBe('receiving');
    });
    await admin.call('GET', pathOf(callback));
    expect(lastRequest<connectorProto.CheckWebhookRequest>('checkWebhook').wanted?.heard).toEqual([
      { event: 'ticket changed', notificationId: 12 },
    ]);
  });

  it.each<[string, Partial<connectorProto.HaloWebhook> | null, boolean, string]>([
    ['is missing', null, false, 'missing'],
    ['was switched off', { disabled: true }, true, 'disabled'],
    ['was switched off by a person', { active: false }, true, 'disabled'],
    ['has a fault', {}, true, 'differs'],
    ['is right, and nothing came yet', {}, false, 'waiting_for_first_event'],
  ])('that %s', async (_what, found, isFault, state) => {
    const callback = await aCallback(gateway);
    const differences = isFault ? [{ field: 'x', inHalo: 'a', shouldBe: 'b', message: 'So it is.', isFault }] : [];
    const given = found === null ? undefined : inHalo(asTold(callback), found);
    answer('checkWebhook', { access: 'allowed', checkedAt: '2026-11-03T12:00:00Z', inHalo: given, differences });
    expect((await admin.call('GET', pathOf(callback))).body).toMatchObject({ state, access: 'allowed' });
  });

  it('shows its URL to those who may know it', async () => {
    const callback = await aCallback(gateway);
    const elsewhere = 'https://elsewhere.example.com/x';
    const url = { field: 'url', inHalo: elsewhere, shouldBe: asTold(callback), message: 'Another.', isFault: true };
    answer('checkWebhook', { access: 'allowed', inHalo: inHalo(elsewhere), differences: [url] });
    expect((await admin.call('GET', pathOf(callback))).body).toMatchObject({
      inHalo: { url: elsewhere },
      differences: [{ inHalo: elsewhere, shouldBe: asTold(callback) }],
    });
    const shown = JSON.stringify((await viewer.call('GET', pathOf(callback))).body);
    expect(shown).not.toContain('elsewhere');
    expect(shown).not.toContain(new URL(callback.url).pathname.split('/').at(-1));
  });
});

describe('PUT …/webhook', () => {
  it('is for administrators', async () => {
    const callback = await aCallback(gateway);
    expect((await viewer.call('PUT', pathOf(callback))).status).toBe(403);
  });

  it('makes it, with a secret of our making that works from then on', async () => {
    const callback = await aCallback(gateway);
    await gateway.app
      .get(CredentialStore)
      .set(callback.connection.id, { type: 'basic', username: 'halo', secret: 'typed once' });
    answer(
      'repairWebhook',
      {
        access: 'allowed',
        inHalo: inHalo(asTold(callback), { authType: 'basic', authName: 'halo' }),
        sendsWhole: true,
      },
      { outcome: 'created', secretWritten: true },
    );
    expect(await admin.call('PUT', pathOf(callback))).toMatchObject({ status: 200, body: { outcome: 'created' } });
    const { authSecret, wanted } = lastRequest<connectorProto.RepairWebhookRequest>('repairWebhook');
    expect(wanted).toMatchObject({ callbackUrl: asTold(callback), authType: 'basic', authName: 'halo' });
    const as = (secret: string) =>
      postWebhook(callback.url, anEnvelope(), {
        authorization: `Basic ${Buffer.from(`halo:${secret}`).toString('base64')}`,
      });
    expect((await as(authSecret)).status).toBe(200);
    expect((await as('typed once')).status).toBe(200);
    await eventually(async () => expect((await as('typed once')).status).toBe(401), { timeoutMs: 8_000 });
    expect((await as(authSecret)).status).toBe(200);
  });

  it.each([
    ['has one already', { outcome: 'unchanged', secretWritten: false }, 401],
    ['did not say what it did', new AppError('timeout', 'No answer.', { retryable: true }), 200],
    ['refused it', new AppError('webhook_forbidden', 'No.'), 401],
  ])('where Halo %s, our secret is kept only if Halo may have it', async (_what, outcome, expected) => {
    const callback = await aCallback(gateway);
    await gateway.app
      .get(CredentialStore)
      .set(callback.connection.id, { type: 'header', header: 'X-Halo', secret: 'typed once' });
    gateway.connector.answers['repairWebhook'] = () => {
      if (outcome instanceof AppError) throw outcome;
      return { report: aWebhookReport(), ...outcome };
    };
    await admin.call('PUT', pathOf(callback));
    await gateway.app.get(EndpointSnapshot).reload();
    const { authSecret } = lastRequest<connectorProto.RepairWebhookRequest>('repairWebhook');
    expect((await postWebhook(callback.url, anEnvelope(), { 'x-halo': authSecret })).status).toBe(expected);
    expect((await postWebhook(callback.url, anEnvelope(), { 'x-halo': 'typed once' })).status).toBe(200);
  });

  it('without the permission is 422, with what to do', async () => {
    const callback = await aCallback(gateway);
    gateway.connector.answers['repairWebhook'] = () => {
      const error = { field: 'webhook', code: 'webhook_forbidden', message: 'No.', hint: 'Grant it.' } as const;
      throw new AppError('webhook_forbidden', 'No.', { errors: [error] });
    };
    expect(await admin.call('PUT', pathOf(callback))).toMatchObject({
      status: 422,
      body: { code: 'webhook_forbidden', errors: [{ field: 'webhook', hint: 'Grant it.' }] },
    });
  });
});

describe('what Halo sends', () => {
  it('is whole only where its webhook, as last read, sends the full object to this very URL', async () => {
    const callback = await aCallback(gateway);
    const { url } = callback;
    await postWebhook(url, anEnvelope());
    expect(await isWhole(callback)).toBe(false);
    answer('checkWebhook', { access: 'allowed', inHalo: inHalo(asTold(callback)), sendsWhole: true });
    await admin.call('GET', pathOf(callback));
    await postWebhook(url, anEnvelope());
    expect(await isWhole(callback)).toBe(true);
    answer('checkWebhook', { access: 'allowed', inHalo: inHalo('https://elsewhere.example.com/'), sendsWhole: true });
    await admin.call('GET', pathOf(callback));
    await postWebhook(url, anEnvelope());
    expect(await isWhole(callback)).toBe(false);
  });

  it('is looked at again and again without anybody asking, over all replicas once', async () => {
    const { connection } = await aCallback(gateway);
    const asked = () =>
      (gateway.connector.requests['checkWebhook'] as connectorProto.CheckWebhookRequest[]).filter(
        ({ connectionId }) => connectionId === connection.id,
      );
    await eventually(() => expect(asked().length).toBeGreaterThanOrEqual(2), { timeoutMs: 10_000 });
    expect(asked()[0]).toMatchObject({ byPerson: false, wanted: { authType: 'none' } });
  });
});

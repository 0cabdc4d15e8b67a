import type { connectorProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { anEnvelope } from '../../testing/bodies';
import type { Callback } from '../../testing/callback';
import { aCallback, postWebhook } from '../../testing/callback';
import { aWebhookReport } from '../../testing/fake-connector';
import { TestGateway } from '../../testing/test-gateway';
import { EndpointSnapshot } from '../webhooks/endpoint-snapshot';
import { EndpointStore } from '../webhooks/endpoint-store';

jest.setTimeout(60_000);

const OVERLAP_SECONDS = 2;

let gateway: TestGateway;
let admin: ApiClient;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: { ROTATION_OVERLAP_SECONDS: String(OVERLAP_SECONDS) } });
  admin = await ApiClient.withKey(gateway, 'admin');
});
afterAll(() => gateway.stop());
afterEach(() => Reflect.deleteProperty(gateway.connector.answers, 'repairWebhook'));

/** The callback URL as the connector is told of it: that of PUBLIC_URL. */
const asTold = ({ url }: Callback): string => `http://localhost:${String(gateway.config.PORT)}${new URL(url).pathname}`;
const lastRepair = (): unknown => gateway.connector.requests['repairWebhook']?.at(-1);

describe('rotation', () => {
  it('of the callback URL tells Halo; the old one works for a while, and then is gone', async () => {
    const callback = await aCallback(gateway);
    const { id } = callback.connection;
    gateway.connector.answers['repairWebhook'] = (): connectorProto.RepairWebhookResponse => ({
      report: aWebhookReport({ access: 'allowed' }),
      ...{ outcome: 'repaired', secretWritten: false },
    });
    const { status, body } = await admin.call('POST', `/api/v1/connections/${id}/callback-url/rotate`);
    expect([status, body['inHalo']]).toEqual([200, 'updated']);
    expect(lastRepair()).toMatchObject({
      followsOnly: true,
      wanted: { callbackUrl: body['callbackUrl'], earlierUrls: [asTold(callback)] },
    });
    const rotated = `${gateway.url}${new URL(String(body['callbackUrl'])).pathname}`;
    expect((await postWebhook(callback.url, anEnvelope())).status).toBe(200);
    expect((await postWebhook(rotated, anEnvelope())).status).toBe(200);
    expect(Date.parse(String(body['previousWorksUntil'])) - Date.now()).toBeLessThanOrEqual(OVERLAP_SECONDS * 1_000);
    await eventually(async () => expect((await postWebhook(callback.url, anEnvelope())).status).toBe(404), {
      timeoutMs: 10_000,
    });
    expect((await postWebhook(rotated, anEnvelope())).status).toBe(200);
  });

  it('of the callback URL works without Halo, and says so', async () => {
    const rotate = async (): Promise<unknown> => {
      const { connection } = await aCallback(gateway);
      return (await admin.call('POST', `/api/v1/connections/${connection.id}/callback-url/rotate`)).body['inHalo'];
    };
    expect(await rotate()).toBe('by_hand');
    gateway.connector.answers['repairWebhook'] = () => {
      throw new AppError('timeout', 'No answer.', { retryable: true });
    };
    expect(await rotate()).toBe('failed');
  });

  it('of the secret by an edit: both work for a while, and Halo is told where it can be', async () => {
    const { connection, url } = await aCallback(gateway);
    const edit = (secret: string) =>
      admin.with({ 'if-match': '*' }).call('PUT', `/api/v1/connections/${connection.id}`, {
        settings: { webhookAuth: { type: 'header', header: 'X-Halo', secret } },
      });
    const as = async (secret: string) => (await postWebhook(url, anEnvelope(), { 'x-halo': secret })).status;
    await edit('old');
    expect((await edit('new')).status).toBe(200);
    await gateway.app.get(EndpointSnapshot).reload();
    expect([await as('old'), await as('new'), await as('other')]).toEqual([200, 200, 401]);
    await eventually(() =>
      expect(lastRepair()).toMatchObject({
        ...{ connectionId: connection.id, authSecret: 'new', secretChanged: true, followsOnly: true },
      }),
    );
    await eventually(async () => expect(await as('old')).toBe(401), { timeoutMs: 10_000 });
    expect(await as('new')).toBe(200);
  });

  it('a connection that was disconnected has no token left', async () => {
    const { connection } = await aCallback(gateway);
    await gateway.app.get(EndpointStore).revokeAll(connection.id);
    expect(await gateway.app.get(EndpointStore).tokensOf(connection.id)).toEqual([]);
  });
});

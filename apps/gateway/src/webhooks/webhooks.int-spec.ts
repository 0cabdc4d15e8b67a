import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);
let gateway: TestGateway;
let admin: ApiClient;
beforeAll(async () => {
  gateway = await TestGateway.start();
  admin = await ApiClient.withKey(gateway, 'admin');
});
afterAll(() => gateway.stop());

const values = {
  integration: 'halo-psa',
  authUrl: 'https://a/auth',
  resourceUrl: 'https://a/api',
  clientId: 'id',
  clientSecret: 'secret',
};

async function connect(tenant: string, settings?: unknown): Promise<{ id: string; callbackUrl: string }> {
  const { status, body } = await admin.call('POST', '/api/v1/connections', {
    ...values,
    tenant,
    ...(settings === undefined ? {} : { settings }),
  });
  expect(status).toBe(201);
  // Made before anybody knew the port.
  return {
    id: String(body['id']),
    callbackUrl: String(body['callbackUrl']).replace(/^http:\/\/localhost:\d+/, gateway.url),
  };
}

const post = (url: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('the callback', () => {
  it('commits, answers with the id, and hands the copy on', async () => {
    const { id, callbackUrl } = await connect('first');
    const answer = await post(
      callbackUrl,
      JSON.stringify({
        id: 'ignored',
        event: 'New Ticket Logged',
        object_id: 7,
        ticket: { id: 7, last_update: '2026-10-02T10:00:01.12' },
      }),
    );
    expect(answer.status).toBe(200);
    const { id: deliveryId } = (await answer.json()) as { id: string };
    await eventually(async () => {
      const [row] = await gateway.query<{ status: string; parts: unknown }>(
        'SELECT status, parts FROM gateway.inbox WHERE delivery_id = $1',
        [deliveryId],
      );
      expect(row).toEqual({
        status: 'routed',
        parts: [
          {
            event: 'new ticket logged',
            entity: 'ticket',
            haloId: 7,
            topic: `${gateway.config.TOPIC_PREFIX}.ticket.received`,
          },
        ],
      });
    });
    const { body } = await admin.call('GET', `/api/v1/connections/${id}`);
    expect(body).toMatchObject({
      id,
      entities: { ticket: { state: 'running', webhooksReceived: 1, lastWebhookAt: expect.any(String) } },
    });
  });
});

import { entityNames, type entityProto } from '@halosync/contracts';
import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { aCallback, postWebhook } from '../../testing/callback';
import { FakeServices } from '../../testing/fake-services';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

let gateway: TestGateway;
let services: FakeServices;
let viewer: ApiClient;
beforeAll(async () => {
  services = new FakeServices();
  await services.start();
  gateway = await TestGateway.start({ environment: services.environment });
  viewer = await ApiClient.withKey(gateway, 'viewer');
});
afterAll(async () => {
  await gateway.stop();
  services.stop();
});
beforeEach(() => {
  for (const entity of entityNames) services.found[entity] = [];
});

const MINUTE_MS = 60_000;
const at = (minutes: number): string => new Date(Date.now() + minutes * MINUTE_MS).toISOString();

/** A change that a delta found just now, and that Halo made a minute ago. */
const aFound = (haloId: number, given: Partial<entityProto.FoundChange> = {}): entityProto.FoundChange => ({
  haloId,
  event: 'updated',
  from: at(-1),
  to: '',
  foundAt: at(0),
  changedAt: at(-1),
  ...given,
});

describe('what webhooks lost', () => {
  it('is what a look found and no delivery named: late ones count as told, older and later ones of the record do not', async () => {
    const { connection, url } = await aCallback(gateway);
    const send = (event: string, object_id: number): Promise<unknown> =>
      postWebhook(url, { id: crypto.randomUUID(), event, object_id, timestamp: new Date().toISOString() });
    await send('ticket changed', 1);
    await send('ticket changed', 4);
    await send('ticket deleted', 5);
    await eventually(async () =>
      expect(
        await gateway.query(`SELECT 1 FROM gateway.inbox WHERE connection_id = $1 AND status = 'routed'`, [
          connection.id,
        ]),
      ).toHaveLength(3),
    );
    services.told.ticket = { created: 0, updated: 10, deleted: 0 };
    services.found.ticket = [
      aFound(1), // its webhook came late
      aFound(2), // nobody told
      aFound(1, { from: at(-9), to: at(-5) }), // an earlier change of the same record, that nobody told
      aFound(4, { event: 'deleted', from: '' }), // told as changed, not as deleted
      aFound(5, { event: 'deleted', from: '' }),
    ];
    const { status, body } = await viewer.call('GET', `/api/v1/connections/${connection.id}/webhook-loss`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: { told: 12, lost: 3, share: 0.2 },
      entities: {
        ticket: {
          total: { told: 12, lost: 3 },
          created: { told: 0, lost: 0, share: null },
          updated: { told: 11, lost: 2 },
          deleted: { told: 1, lost: 1, share: 0.5 },
        },
        site: { total: { told: 0, lost: 0, share: null } },
      },
      hints: [{ entity: null, event: null }],
    });
    expect(new Date(String(body['until'])).getTime() - new Date(String(body['since'])).getTime()).toBe(86_400_000);
  });

  it('is not told by halves: with a service away there is no answer', async () => {
    const { connection } = await aCallback(gateway);
    expect((await viewer.call('GET', `/api/v1/connections/${connection.id}/webhook-loss?since=yesterday`)).status).toBe(
      422,
    );
    services.stop('user');
    await eventually(async () =>
      expect((await viewer.call('GET', `/api/v1/connections/${connection.id}/webhook-loss`)).status).toBe(503),
    );
  });
});

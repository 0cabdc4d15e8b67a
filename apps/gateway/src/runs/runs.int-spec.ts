import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

let gateway: TestGateway;
let admin: ApiClient;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: {} });
  admin = await ApiClient.withKey(gateway, 'admin');
});
afterAll(() => gateway.stop());

describe('runs and records', () => {
  it('a run is started, joined, listed and read', async () => {
    const { id } = gateway.connector.add();
    const started = await admin.call('POST', `/api/v1/connections/${id}/runs`, {
      mode: 'backfill',
      entities: ['ticket'],
    });
    expect(started).toMatchObject({
      status: 202,
      body: {
        connectionId: id,
        mode: 'backfill',
        state: 'running',
        endedAt: null,
        calls: 3,
        entities: { ticket: { inHalo: null, seen: 5, applied: 4 } },
      },
    });
    expect(started.body).not.toHaveProperty('etaSeconds');
    const { connectionId, ...run } = {
      ...(gateway.connector.requests['startRun']?.at(-1) as { connectionId: string; mode: string; entities: string[] }),
    };
    expect([connectionId, run]).toMatchObject([id, { mode: 'backfill', entities: ['ticket'], askedBy: 'test admin' }]);
    expect((await admin.call('POST', `/api/v1/connections/${id}/runs`, { mode: 'everything' })).status).toBe(422);
    expect((await admin.call('GET', `/api/v1/connections/${id}/runs`)).body).toMatchObject({
      items: [{ connectionId: id }],
      nextCursor: null,
    });
    const runId = String(started.body['id']);
    expect(await admin.call('GET', `/api/v1/runs/${runId}`)).toMatchObject({ status: 200, body: { id: runId } });
  });

  it('a run is cancelled', async () => {
    const id = '01920000-0000-7000-8000-000000000000';
    expect(await admin.call('POST', `/api/v1/runs/${id}/cancel`)).toMatchObject({
      status: 200,
      body: { id, state: 'cancelled' },
    });
  });

  it('a record is read again', async () => {
    const { id } = gateway.connector.add();
    expect(await admin.call('POST', `/api/v1/connections/${id}/records/site/12/refetch`)).toMatchObject({
      status: 202,
      body: { queued: true, joined: false },
    });
    expect(gateway.connector.requests['refetchRecord']?.at(-1)).toMatchObject({
      connectionId: id,
      entity: 'site',
      haloId: 12,
      askedBy: 'test admin',
    });
    for (const path of ['asset/12', 'site/0', 'site/-1', 'site/1.5', 'site/9007199254740993', 'site/x']) {
      expect((await admin.call('POST', `/api/v1/connections/${id}/records/${path}/refetch`)).status).toBe(404);
    }
  });
});

describe('with the connector away', () => {
  it('says so, and when to come again', async () => {
    const { id } = gateway.connector.add();
    gateway.connector.stop();
    await eventually(async () => {
      const answer = await admin.call('GET', `/api/v1/connections/${id}`);
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('30');
    });
    expect((await admin.call('GET', '/api/v1/session')).status).toBe(200);
  });
});

import type { entityProto } from '@halosync/contracts';
import { ApiClient } from '../../testing/api-client';
import { FakeServices } from '../../testing/fake-services';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

const RUN = '01920000-0000-7000-8000-000000000000';
let gateway: TestGateway;
let services: FakeServices;
beforeAll(async () => {
  services = new FakeServices();
  await services.start();
  gateway = await TestGateway.start({ environment: services.environment });
});
afterAll(async () => {
  await gateway.stop();
  services.stop();
});

const aRepair = (id: number, given: Partial<entityProto.Repair> = {}): entityProto.Repair => ({
  id,
  haloId: 100 + id,
  why: 'missing_here',
  fields: [],
  revision: 2,
  repairedAt: '2026-11-25T02:00:00.000Z',
  ...given,
});

describe('the repairs of a run', () => {
  it('are listed service by service, each with its reason, a page at a time', async () => {
    services.repairs.ticket = [1, 2, 3].map((id) => aRepair(id));
    services.repairs.invoice = [aRepair(1, { why: 'altered_here', fields: ['total'] })];
    const viewer = await ApiClient.withKey(gateway, 'viewer');
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { status, body } = await viewer.call('GET', `/api/v1/runs/${RUN}/repairs?limit=2${query}`);
      expect(status).toBe(200);
      seen.push(...(body['items'] as unknown[]));
      cursor = body['nextCursor'] as string | null; // the list envelope
    } while (cursor !== null);
    expect(seen).toHaveLength(4);
    expect(seen[0]).toEqual({
      entity: 'ticket',
      haloId: 101,
      why: 'missing_here',
      fields: [],
      revision: 2,
      repairedAt: '2026-11-25T02:00:00.000Z',
    });
    expect(seen[3]).toMatchObject({ entity: 'invoice', why: 'altered_here', fields: ['total'] });
    expect((await viewer.call('GET', `/api/v1/runs/${RUN}/repairs?cursor=x`)).status).toBe(422);
  });
});

describe('the brake', () => {
  it('is released by an administrator alone', async () => {
    const { id } = gateway.connector.add();
    const order = { mode: 'reconcile', force: true };
    const operator = await ApiClient.withKey(gateway, 'operator');
    expect((await operator.call('POST', `/api/v1/connections/${id}/runs`, order)).status).toBe(403);
    const admin = await ApiClient.withKey(gateway, 'admin');
    expect((await admin.call('POST', `/api/v1/connections/${id}/runs`, order)).status).toBe(202);
    expect(gateway.connector.requests['startRun']).toMatchObject([{ mode: 'reconcile', force: true }]);
  });
});

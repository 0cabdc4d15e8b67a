import { ApiClient } from '../../testing/api-client';
import { FakeServices, aDeadLetter } from '../../testing/fake-services';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

let gateway: TestGateway;
let services: FakeServices;
let admin: ApiClient;
beforeAll(async () => {
  services = new FakeServices();
  await services.start();
  gateway = await TestGateway.start({ environment: services.environment });
  admin = await ApiClient.withKey(gateway, 'admin');
});
afterAll(async () => {
  await gateway.stop();
  services.stop();
});

describe('dead letters', () => {
  it('of four services are one list, newest first, page by page', async () => {
    const { id } = gateway.connector.add();
    services.letters.ticket = ['1', '2', '3'].map((letter) => aDeadLetter(letter, `2026-11-01T10:0${letter}:00.000Z`));
    services.letters.user = ['4', '5'].map((letter) =>
      aDeadLetter(letter, `2026-11-01T10:0${letter}:30.000Z`, { failure: 'unknown', haloId: 0 }),
    );
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await admin.call('GET', `/api/v1/connections/${id}/dead-letters?limit=2${cursor}`);
      seen.push(...(body['items'] as { id: string }[]).map((letter) => letter.id));
      cursor = body['nextCursor'] === null ? 'end' : `&cursor=${body['nextCursor'] as string}`;
    } while (cursor !== 'end' && seen.length < 20);
    expect(seen).toEqual(['user-5', 'user-4', 'ticket-3', 'ticket-2', 'ticket-1']);
    const { body } = await admin.call('GET', `/api/v1/connections/${id}/dead-letters?entity=user&limit=1`);
    expect(body).toMatchObject({
      items: [{ id: 'user-5', entity: 'user', haloId: null, failure: 'unknown', value: '{"id":-1}' }],
    });
    expect((await admin.call('GET', `/api/v1/connections/${id}/dead-letters?cursor=nonsense`)).status).toBe(422);
  });

  it('are replayed one by one or all', async () => {
    const { id } = gateway.connector.add();
    expect(await admin.call('POST', '/api/v1/dead-letters/ticket-2/replay')).toMatchObject({
      status: 202,
      body: { replayed: 1 },
    });
    expect(services.replays.at(-1)).toEqual({ entity: 'ticket', id: '2', connectionId: '' });
    expect((await admin.call('POST', '/api/v1/dead-letters/ticket-77/replay')).status).toBe(404);
    expect((await admin.call('POST', '/api/v1/dead-letters/asset-1/replay')).status).toBe(404);
    expect(await admin.call('POST', `/api/v1/connections/${id}/dead-letters/replay`)).toMatchObject({
      status: 202,
      body: { replayed: 5 },
    });
  });

  it('a service that is away is named; the others are listed', async () => {
    const { id } = gateway.connector.add();
    services.stop('ticket');
    const { status, body } = await admin.call('GET', `/api/v1/connections/${id}/dead-letters`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      unavailable: ['ticket'],
      items: [{ id: 'user-5' }, { id: 'user-4' }],
      nextCursor: null,
    });
    expect((await admin.call('GET', '/api/v1/programs')).body).toMatchObject({
      items: [
        { name: 'gateway', ok: true },
        { name: 'connector', ok: true },
        { name: 'ticket-service', ok: false },
        { name: 'site-service', ok: true },
        { name: 'user-service', ok: true },
        { name: 'invoice-service', ok: true },
      ],
    });
  });
});

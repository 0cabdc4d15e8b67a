import { randomUUID } from 'node:crypto';
import { eventually } from '@halosync/testing';
import { ApiClient } from '../../testing/api-client';
import { anEnvelope, hostileBodies } from '../../testing/bodies';
import type { Callback } from '../../testing/callback';
import { aCallback, postWebhook } from '../../testing/callback';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);

const MAX_BYTES = 2 * 1024 * 1024;
let gateway: TestGateway;
let callback: Callback;
beforeAll(async () => {
  gateway = await TestGateway.start({ environment: { WEBHOOK_MAX_BYTES: String(MAX_BYTES) } });
  callback = await aCallback(gateway);
});
afterAll(() => gateway.stop());

const held = async (connectionId: string): Promise<number> => {
  const [row] = await gateway.query<{ count: string }>('SELECT count(*) FROM gateway.inbox WHERE connection_id = $1', [
    connectionId,
  ]);
  return Number(row?.count);
};

describe('what is stored', () => {
  it('200 parallel webhooks are all committed, in far fewer transactions, each with its own id', async () => {
    const { connection, url } = await aCallback(gateway);
    const commits = async (): Promise<number> => {
      const [row] = await gateway.query<{ count: number }>(
        `SELECT count(DISTINCT xmin::text)::int AS count FROM gateway.inbox WHERE connection_id = $1 AND status = 'accepted'`,
        [connection.id],
      );
      return row?.count ?? 0;
    };
    // While nothing is relayed each row still shows the transaction that wrote it.
    const lock = gateway.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query(`SELECT pg_advisory_xact_lock(1)`);
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => postWebhook(url, anEnvelope({ event: 'asset created' }))),
    );
    await lock.rollbackTransaction();
    await lock.release();
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(200);
    expect(await held(connection.id)).toBe(200);
    expect(await commits()).toBeLessThan(150);
  });

  it('the same event of Halo twice is one delivery; the same bytes without its id are two', async () => {
    const { connection, url } = await aCallback(gateway);
    const envelope = anEnvelope();
    const ids = (await Promise.all([1, 2, 3].map(() => postWebhook(url, envelope)))).map(({ id }) => id);
    ids.push((await postWebhook(url, envelope)).id);
    expect(new Set(ids).size).toBe(1);
    expect(await held(connection.id)).toBe(1);
    const anonymous = { ...envelope, id: undefined };
    await postWebhook(url, anonymous);
    await postWebhook(url, anonymous);
    expect(await held(connection.id)).toBe(3);
  });

  it('the same event for two connections is two deliveries', async () => {
    const [one, two] = [await aCallback(gateway), await aCallback(gateway)];
    const envelope = anEnvelope({ id: randomUUID() });
    expect((await postWebhook(one.url, envelope)).id).not.toBe((await postWebhook(two.url, envelope)).id);
  });

  it.each(hostileBodies.filter(({ body }) => body.length < MAX_BYTES))(
    '$what: kept as it came, quarantined, answered 200',
    async ({ body, reason }) => {
      const answer = await postWebhook(callback.url, body);
      expect(answer.status).toBe(200);
      const [row] = await gateway.query<object>(
        'SELECT status, reason, raw, size FROM gateway.inbox WHERE delivery_id = $1',
        [answer.id],
      );
      expect(row).toEqual({ status: 'quarantined', reason, raw: body, size: body.length });
    },
  );

  it('what was quarantined is made up for', async () => {
    const { connection, url } = await aCallback(gateway);
    await postWebhook(url, '<html>');
    await eventually(() =>
      expect(gateway.connector.gaps).toContainEqual(
        expect.objectContaining({ connectionId: connection.id, reason: 'quarantined' }),
      ),
    );
  });

  it.each([
    [
      'lone surrogates and U+0000',
      '{"event":"ticket changed","object_id":4,"\\u0000":"\\ud800","ticket":{"id":4,"x\\udfff":"\\u0000"}}',
    ],
    [
      'prototype keys',
      '{"event":"ticket changed","object_id":4,"__proto__":{"event":"x"},"constructor":{"prototype":1}}',
    ],
    ['a label full of them', '{"event":"\\u0000\\ud800","object_id":4}'],
  ])('%s do no harm', async (_what, body) => {
    const answer = await postWebhook(callback.url, body);
    expect(answer.status).toBe(200);
    await eventually(async () => {
      const [row] = await gateway.query<{ status: string }>('SELECT status FROM gateway.inbox WHERE delivery_id = $1', [
        answer.id,
      ]);
      expect(row?.status).toBe('routed');
    });
  });

  it('a body of the largest size is taken, one byte more is 413 and a gap', async () => {
    const { connection, url } = await aCallback(gateway);
    const largest = (extra: number): string => {
      const frame = JSON.stringify({ event: 'ticket changed', object_id: 4, message: '' }).length;
      return JSON.stringify({ event: 'ticket changed', object_id: 4, message: 'x'.repeat(MAX_BYTES - frame + extra) });
    };
    expect((await postWebhook(url, largest(0))).status).toBe(200);
    expect(await postWebhook(url, largest(1))).toMatchObject({ status: 413, code: 'payload_too_large' });
    await eventually(() =>
      expect(gateway.connector.gaps).toContainEqual(
        expect.objectContaining({ connectionId: connection.id, reason: 'payload_too_large' }),
      ),
    );
    expect(await held(connection.id)).toBe(1);
  });

  it('any content type is read as bytes; compression is refused', async () => {
    expect((await postWebhook(callback.url, anEnvelope(), { 'content-type': 'text/plain' })).status).toBe(200);
    expect((await postWebhook(callback.url, anEnvelope(), { 'content-type': 'nonsense' })).status).toBe(200);
    expect(await postWebhook(callback.url, anEnvelope(), { 'content-encoding': 'gzip' })).toMatchObject({
      status: 415,
    });
  });
});

describe('what people see of it', () => {
  it('the connection tells when webhooks came, and its URL to those who may know it', async () => {
    const { connection, url } = await aCallback(gateway);
    await postWebhook(url, anEnvelope());
    const [viewer, operator] = [
      await ApiClient.withKey(gateway, 'viewer'),
      await ApiClient.withKey(gateway, 'operator'),
    ];
    await eventually(async () => {
      const { body } = await operator.call('GET', `/api/v1/connections/${connection.id}`);
      expect(body).toMatchObject({
        entities: {
          ticket: { webhooksReceived: 1, lastWebhookAt: expect.any(String) as string },
          site: { lastWebhookAt: null },
        },
      });
      expect(String(body['callbackUrl'])).toContain(new URL(url).pathname);
    });
    expect((await viewer.call('GET', `/api/v1/connections/${connection.id}`)).body).toMatchObject({
      callbackUrl: null,
    });
  });
});

import { eventually } from '@halosync/testing';
import { anEnvelope } from '../../testing/bodies';
import { aCallback, postWebhook } from '../../testing/callback';
import { TestGateway } from '../../testing/test-gateway';

jest.setTimeout(60_000);
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());

describe('while Postgres cannot commit', () => {
  it('answers 503 within 5 s, remembers the gap, and reports it', async () => {
    const { connection, url } = await aCallback(gateway);
    expect((await postWebhook(url, anEnvelope())).status).toBe(200);
    const lock = gateway.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE gateway.inbox IN ACCESS EXCLUSIVE MODE');
    const before = Date.now();
    const answers = await Promise.all([1, 2, 3].map(() => postWebhook(url, anEnvelope())));
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(answers[0]?.headers.get('retry-after')).toBe('30');
    await lock.rollbackTransaction();
    await lock.release();
    const gap = await eventually(() => {
      const found = gateway.connector.gaps.filter(({ connectionId }) => connectionId === connection.id);
      expect(found.length).toBeGreaterThan(0);
      return found[0];
    });
    expect(new Date(gap?.from ?? '').getTime()).toBeLessThanOrEqual(before + 500);
    expect(gap?.reason).toBe('unavailable');
    expect((await postWebhook(url, anEnvelope())).status).toBe(200);
  });

  it('lives through the loss of every connection', async () => {
    const { connection, url } = await aCallback(gateway);
    await postWebhook(url, anEnvelope());
    await gateway.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await eventually(async () => expect((await postWebhook(url, anEnvelope())).status).toBe(200));
    await eventually(async () => {
      const [row] = await gateway.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM gateway.inbox WHERE connection_id = $1 AND status = 'accepted'`,
        [connection.id],
      );
      expect(row?.count).toBe(0);
    });
  });
});

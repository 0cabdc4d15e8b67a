import { eventually } from '@halosync/testing';
import pg from 'pg';
import { anEnvelope } from '../../testing/bodies';
import { aCallback, postWebhook } from '../../testing/callback';
import { FakeConnector } from '../../testing/fake-connector';
import { TestGateway, migratedDatabase } from '../../testing/test-gateway';
import { GapStore } from './gap-store';

jest.setTimeout(60_000);

const START = { ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}` };

describe('a gateway that was away', () => {
  it('tells of the time between: none at the very first start, from the stop after an orderly one, from the last heartbeat after a crash', async () => {
    const [database, connector] = [await migratedDatabase(), new FakeConnector()];
    await connector.start();
    const start = (name = 'a'): Promise<TestGateway> =>
      TestGateway.start({ database, connector, environment: { ...START, GATEWAY_NAME: name } });
    const gapsOf = (id: string): { from: number; to: number }[] =>
      connector.gaps
        .filter(({ connectionId }) => connectionId === id)
        .map(({ from, to }) => ({ from: new Date(from).getTime(), to: new Date(to).getTime() }));

    const first = await start();
    const { connection, url } = await aCallback(first);
    expect((await postWebhook(url, anEnvelope())).status).toBe(200);
    const stoppedAt = Date.now();
    await first.close();
    expect(gapsOf(connection.id)).toEqual([]);

    const second = await start();
    await eventually(() => expect(gapsOf(connection.id)).toHaveLength(1), { timeoutMs: 5_000 });
    expect(Math.abs((gapsOf(connection.id)[0]?.from ?? 0) - stoppedAt)).toBeLessThan(2_000);
    expect(gapsOf(connection.id)[0]?.to).toBeGreaterThan(stoppedAt);
    // As a crash leaves it: no word of a stop, a heartbeat of a while ago.
    await second.close();
    // Past any gateway: one that runs would tell of it before the next one starts.
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query(
      `UPDATE gateway.gateway_heartbeat SET stopped_at = NULL, seen_at = clock_timestamp() - interval '10 minutes' WHERE name = 'a'`,
    );
    await client.end();
    connector.gaps.length = 0;

    const third = await start();
    await eventually(() => expect(gapsOf(connection.id).some(({ from }) => Date.now() - from > 590_000)).toBe(true), {
      timeoutMs: 5_000,
    });
    await third.close();
    connector.gaps.length = 0;

    // A replica that died and does not come back under its name is told of by whoever is there.
    const survivor = await start('survivor');
    await survivor.query(
      `INSERT INTO gateway.gateway_heartbeat (name, seen_at) VALUES ('dead', clock_timestamp() - interval '20 minutes')`,
    );
    await new GapStore(survivor.dataSource, () =>
      Promise.resolve([{ connectionId: connection.id, generation: 1 }]),
    ).beat('survivor', []);
    await eventually(() => expect(gapsOf(connection.id).some(({ from }) => Date.now() - from > 1_190_000)).toBe(true), {
      timeoutMs: 15_000,
    });
    await survivor.close();
    connector.stop();
    await database.drop();
  });

  it('keeps telling until the connector listens', async () => {
    const gateway = await TestGateway.start();
    const { connection, url } = await aCallback(gateway);
    gateway.connector.stop();
    await postWebhook(url, '<html>');
    await eventually(async () => {
      const [row] = await gateway.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM gateway.gap WHERE reported_at IS NULL',
      );
      expect(row?.count).toBe(1);
    });
    await gateway.connector.start();
    await eventually(
      () => expect(gateway.connector.gaps).toContainEqual(expect.objectContaining({ connectionId: connection.id })),
      { timeoutMs: 15_000 },
    );
    await eventually(async () => {
      const [row] = await gateway.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM gateway.gap WHERE reported_at IS NULL',
      );
      expect(row?.count).toBe(0);
    });
    await gateway.stop();
  });
});

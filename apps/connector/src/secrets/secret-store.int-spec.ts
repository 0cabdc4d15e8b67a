import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from '@halosync/config';
import { MasterKeys } from '@halosync/keys';
import { migrate } from '@halosync/persistence';
import type { TestDatabase } from '@halosync/testing';
import { templateDatabase, testDatabase } from '@halosync/testing';
import type { DataSource } from 'typeorm';
import { connectorDataSource } from '../create-data-source';
import { DataKeys } from './data-keys';
import { SecretStore } from './secret-store';

const first = { id: 'k1', key: randomBytes(32) };
const second = { id: 'k2', key: randomBytes(32) };

describe('stored secrets', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const [one, two] = [randomUUID(), randomUUID()];

  beforeAll(async () => {
    const template = await templateDatabase(
      'connector',
      async (url) => void (await migrate(connectorDataSource(new Secret(url), 2))),
    );
    database = await testDatabase('secrets', template);
    dataSource = connectorDataSource(new Secret(database.url), 4);
    await dataSource.initialize();
    for (const [id, name] of [
      [one, 'one'],
      [two, 'two'],
    ]) {
      await dataSource.query(
        `INSERT INTO connection (id, instance, name, auth_url, resource_url, tenant, client_id, status) VALUES ($1, $2, $2, '', '', '', '', 'active')`,
        [id, name],
      );
    }
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const store = (...keys: (typeof first)[]): SecretStore => new SecretStore(dataSource, new MasterKeys(keys));
  const dataKeys = (...keys: (typeof first)[]): DataKeys => new DataKeys(dataSource, new MasterKeys(keys));
  const put = (id: string, text: string) => store(first).put(dataSource.manager, id, 'client_secret', new Secret(text));
  const read = async (id: string, from = store(first)) => (await from.get(id, 'client_secret'))?.reveal();

  it('come back as they were, and are nowhere in the clear', async () => {
    await Promise.all([put(one, 'the secret of one'), put(two, 'the secret of two')]);
    expect([await read(one), await read(two)]).toEqual(['the secret of one', 'the secret of two']);
    const rows = await dataSource.query<{ row: string }[]>('SELECT secret::text AS row FROM secret');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('the secret').toString('hex'));
  });

  it('exchanged between two connections open for neither', async () => {
    await dataSource.query(
      `UPDATE secret AS s SET nonce = o.nonce, ciphertext = o.ciphertext FROM secret AS o WHERE o.connection_id <> s.connection_id AND o.name = s.name`,
    );
    await expect(read(one)).rejects.toMatchObject({ code: 'decrypt_failed' });
    await expect(read(two)).rejects.toMatchObject({ code: 'decrypt_failed' });
    await Promise.all([put(one, 'again'), put(two, 'again too')]);
  });

  it('outlive a new master key: it reads them, wraps their keys, and the old one can go', async () => {
    expect(await read(one, store(second, first))).toBe('again');
    expect(await dataKeys(second, first).rotate()).toEqual({ keyId: 'k2', rewrapped: 2, kept: 0 });
    expect(await dataKeys(second, first).rotate()).toEqual({ keyId: 'k2', rewrapped: 0, kept: 2 });
    expect(await read(one, store(second))).toBe('again');
  });

  it('refuse a start, and a rotation, without a key that they need', async () => {
    await expect(dataKeys(first).assertReadable()).rejects.toMatchObject({ code: 'key_unknown' });
    await expect(dataKeys(first).rotate()).rejects.toMatchObject({ code: 'key_unknown' });
    await expect(dataKeys(second).assertReadable()).resolves.toBeUndefined();
  });

  it('are gone for good when they are erased', async () => {
    await store(second).erase(dataSource.manager, one);
    expect(await read(one, store(second))).toBeUndefined();
    expect(await dataSource.query('SELECT 1 FROM data_key WHERE connection_id = $1', [one])).toEqual([]);
    expect(await read(two, store(second))).toBe('again too');
  });
});

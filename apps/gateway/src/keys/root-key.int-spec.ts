import { randomBytes } from 'node:crypto';
import { MasterKeys } from '@halosync/keys';
import { anEnvelope } from '../../testing/bodies';
import { postWebhook } from '../../testing/callback';
import { FakeConnector } from '../../testing/fake-connector';
import { TestGateway, migratedDatabase } from '../../testing/test-gateway';
import { CredentialStore } from '../webhooks/credential-store';
import { EndpointStore } from '../webhooks/endpoint-store';
import { RootKey } from './root-key';

jest.setTimeout(60_000);

const key = (id: string) => ({ id, key: randomBytes(32) });
const [first, second, third] = [key('k1'), key('k2'), key('k3')];
type Key = typeof first;

const asVariable = (keys: readonly Key[]): string =>
  keys.map(({ id, key: bytes }) => `${id}:${bytes.toString('base64')}`).join(',');

it('callback URLs and webhook secrets outlive a new master key; without a key that is needed nothing starts', async () => {
  const [connector, database] = [new FakeConnector(), await migratedDatabase()];
  await connector.start();
  const connection = connector.add();
  const basic = { authorization: `Basic ${Buffer.from('halo:s3cret').toString('base64')}` };

  /** The path of the callback URL, once it has taken a webhook. */
  const pathUnder = async (keys: readonly Key[], work?: (gateway: TestGateway) => Promise<void>): Promise<string> => {
    const gateway = await TestGateway.start({
      connector,
      database,
      environment: { ENCRYPTION_KEYS: asVariable(keys) },
    });
    try {
      const token = (await gateway.app.get(EndpointStore).ensure([connection])).get(connection.id) ?? '';
      await work?.(gateway);
      const path = `/webhooks/halo/${token}`;
      expect((await postWebhook(gateway.url + path, anEnvelope(), basic)).status).toBe(200);
      expect((await postWebhook(gateway.url + path, anEnvelope())).status).toBe(401);
      return path;
    } finally {
      await gateway.close();
    }
  };
  const rotateUnder = (gateway: TestGateway, keys: readonly Key[]) =>
    new RootKey(gateway.dataSource, new MasterKeys(keys)).rotate();

  try {
    const path = await pathUnder([first], async (gateway) => {
      const credential = { type: 'basic', username: 'halo', secret: 's3cret' } as const;
      await gateway.app.get(CredentialStore).set(connection.id, credential);
    });
    const rotated = await pathUnder([second, first], async (gateway) => {
      await expect(rotateUnder(gateway, [second])).rejects.toMatchObject({ code: 'key_unknown' });
      expect(await rotateUnder(gateway, [second, first])).toEqual({ keyId: 'k2', rewrapped: 1, kept: 0 });
      expect(await rotateUnder(gateway, [second, first])).toEqual({ keyId: 'k2', rewrapped: 0, kept: 1 });
    });
    expect(rotated).toBe(path);
    expect(await pathUnder([second])).toBe(path);
    await expect(pathUnder([third])).rejects.toMatchObject({ code: 'key_unknown' });
  } finally {
    connector.stop();
    await database.drop();
  }
});

import { randomBytes } from 'node:crypto';
import { eventually } from '@halosync/testing';
import { completeRun, expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '600', SIMULATOR_SITES: '20', SIMULATOR_USERS: '60', SIMULATOR_INVOICES: '40' };
const REPLICAS = ['gateway', 'connector', 'connector-2'] as const;
const SECRET = { type: 'header', header: 'X-Halo', secret: 'known to both' };

describe('a rotation of the encryption keys', () => {
  let line: Line;

  beforeAll(async () => {
    line = await Line.start({ simulator: SMALL, replicas: { connector: 2 } });
  }, 120_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  /** One replica after the other, under load: what is killed meanwhile has to go on with what the others have wrapped. */
  const restartWith = async (keys: string): Promise<void> => {
    line.programs.changeEnvironment({ ENCRYPTION_KEYS: keys });
    for (const name of REPLICAS) await line.restart(name);
  };
  const rotate = () =>
    Promise.all([line.programs.run('connector', 'rotate-keys'), line.programs.run('gateway', 'rotate-keys')]);

  it('under a first sync and a stream of webhooks: nothing is lost, and the callback URL stays', async () => {
    const credentials = await line.simulator.credentials();
    const { id, callbackUrl } = await line.api.saveAndSync(credentials, 'Simulator', { webhookAuth: SECRET });
    await line.simulator.json('POST', '/control/webhooks', {
      ...{ url: callbackUrl, payload: 'small' },
      auth: { type: 'header', header: SECRET.header, value: SECRET.secret },
    });
    await line.simulator.live({ enabled: true, perSecond: 5 });
    const old = line.encryptionKeys;
    const fresh = `fresh:${randomBytes(32).toString('base64')}`;

    await restartWith(`${old},${fresh}`);
    await restartWith(`${fresh},${old}`);
    expect(await rotate()).toMatchObject(Array(2).fill({ msg: 'done', keyId: 'fresh', rewrapped: 1, kept: 0 }));
    expect(await rotate()).toMatchObject(Array(2).fill({ msg: 'done', keyId: 'fresh', rewrapped: 0, kept: 1 }));
    await restartWith(fresh);

    await line.simulator.live({ enabled: false });
    await line.simulator.idle();
    expect((await line.api.connection(id)).callbackUrl).toBe(callbackUrl);
    await expectComplete(line, id, 240_000);
    // The runs of the gaps that the restarts made; one that is under way began before the last changes.
    await eventually(
      async () => expect(await line.sql('SELECT 1 FROM connector.run WHERE ended_at IS NULL')).toEqual([]),
      {
        timeoutMs: 120_000,
      },
    );
    // Small webhooks carry few fields, the others come with a delta; a deletion that was lost shows in the id sets alone.
    await completeRun(line, id, 'delta');
    await completeRun(line, id, 'reconcile');
    await expectGreen(line, { timeoutMs: 120_000 });
    const post = (secret: string) => fetch(callbackUrl, { method: 'POST', headers: { 'x-halo': secret }, body: '{}' });
    expect([(await post(SECRET.secret)).status, (await post('another')).status]).toEqual([200, 401]);
  }, 600_000);

  it('without a key that is still needed changes nothing, and names it', async () => {
    line.programs.changeEnvironment({ ENCRYPTION_KEYS: line.encryptionKeys });
    await expect(line.programs.run('connector', 'rotate-keys')).rejects.toThrow('lacks the key fresh');
    await expect(line.programs.run('gateway', 'rotate-keys')).rejects.toThrow('lacks the key fresh');
  }, 60_000);
});

import { createHash } from 'node:crypto';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RunningHalo } from '../testing/running-halo';
import { WebhookReceiver } from '../testing/webhook-receiver';

const ENTITIES = ['ticket', 'site', 'user', 'invoice', 'client'];
const SMALL = { counts: { ticket: 80, site: 10, user: 30, invoice: 20, client: 4 } };

/** One digest per record: a difference shows which, not all of it. */
async function everything(halo: RunningHalo): Promise<string[]> {
  const lists = await Promise.all(
    ENTITIES.map(async (entity) => (await halo.control('GET', `/records/${entity}`)).text),
  );
  return lists.flatMap((text, position) =>
    text
      .split('\n')
      .map(
        (line) =>
          `${ENTITIES[position] ?? ''} ${line.slice(0, 40)} ${createHash('sha256').update(line).digest('hex').slice(0, 12)}`,
      ),
  );
}

async function live(halo: RunningHalo, changes: number): Promise<void> {
  await halo.control('PUT', '/life', { enabled: true, perSecond: 5000, stopAfter: changes, mix: { client: 1 } });
  while ((await halo.control('GET', '/life')).json['done'] !== true)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

jest.setTimeout(60_000); // a busy machine is no failure

describe('a restart', () => {
  afterEach(() => RunningHalo.stopAll());

  it('is the same Halo: records, ledger, webhooks, switches, credentials and tokens', async () => {
    const halo = await RunningHalo.start(SMALL);
    await live(halo, 300);
    await halo.control('POST', '/webhooks', { url: 'http://127.0.0.1:9/x', payload: 'full' });
    await halo.profile({ pageSizeCap: 50 });
    await halo.control('PUT', '/limiter', { requests: 333 });
    await halo.api('GET', '/Tickets');
    const paths = ['/ledger/changes?limit=1000', '/webhooks', '/profile'];
    const before = [
      await everything(halo),
      ...(await Promise.all(paths.map(async (path) => (await halo.control('GET', path)).text))),
    ];
    await halo.restart();
    const after = [
      await everything(halo),
      ...(await Promise.all(paths.map(async (path) => (await halo.control('GET', path)).text))),
    ];
    expect(after).toEqual(before);
    expect((await halo.control('GET', '/limiter')).json['requests']).toBe(333);
    expect((await halo.api('GET', '/Tickets')).status).toBe(200);
    await halo.stop();
  });

  it('keeps the census it was founded with, whatever is asked later', async () => {
    const halo = await RunningHalo.start(SMALL);
    const { startSimulator } = await import('../start-simulator');
    await halo.restart();
    const other = await startSimulator({ port: 0, dataDirectory: halo.directory, seed: 99 });
    const state: unknown = await (await fetch(`${other.url}/control/state`)).json();
    expect(state).toMatchObject({ seed: 1, counts: SMALL.counts });
    await other.close();
    await halo.stop();
  });

  it('passes over a line that a kill tore', async () => {
    const halo = await RunningHalo.start(SMALL);
    await live(halo, 20);
    const before = await everything(halo);
    const journal = join(halo.directory, 'journal');
    const [newest = ''] = (await readdir(journal))
      .filter((name) => name.startsWith('journal'))
      .sort()
      .reverse();
    await appendFile(join(journal, newest), '{"k":"change","change":{"versi');
    await halo.restart();
    expect(await everything(halo)).toEqual(before);
    await live(halo, 5);
    const then = await everything(halo);
    await halo.restart();
    expect(await everything(halo)).toEqual(then);
    await halo.stop();
  });

  it('after compactions in mid-life is the same Halo, on less paper', async () => {
    const halo = await RunningHalo.start({ ...SMALL, compactAtBytes: 40_000 });
    await live(halo, 600);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = await everything(halo);
    const changes = (await halo.control('GET', '/ledger/changes?limit=1000')).text;
    await halo.restart();
    expect(await everything(halo)).toEqual(before);
    expect((await halo.control('GET', '/ledger/changes?limit=1000')).text).toBe(changes);
    expect((await readdir(join(halo.directory, 'journal'))).length).toBeLessThanOrEqual(3);
    await halo.stop();
  });

  it('sends the deliveries that were still owed', async () => {
    const receiver = await WebhookReceiver.start();
    const halo = await RunningHalo.start(SMALL);
    await halo.control('POST', '/webhooks', { url: receiver.url });
    await halo.control('PUT', '/webhook-faults', { hold: true });
    await halo.control('PATCH', '/records/site/3', { fields: { notes: 'owed' } });
    await halo.restart();
    expect((await halo.control('POST', '/idle?timeoutMs=40000')).json).toEqual({ idle: true, pending: 0 });
    expect(receiver.bodies).toEqual([expect.objectContaining({ event: 'site updated', object_id: 3 })]);
    await halo.stop();
    receiver.stop();
  });

  it('of another simulator with the same seed makes the same records', async () => {
    const [one, two, other] = await Promise.all([
      RunningHalo.start(SMALL),
      RunningHalo.start(SMALL),
      RunningHalo.start({ ...SMALL, seed: 2 }),
    ]);
    expect(await everything(one)).toEqual(await everything(two));
    expect(await everything(one)).not.toEqual(await everything(other));
    await Promise.all([one.stop(), two.stop(), other.stop()]);
  });
});

import { randomUUID } from 'node:crypto';
import { Secret } from '@halosync/config';
import { uuidv7 } from '@halosync/contracts';
import { migrate } from '@halosync/persistence';
import { templateDatabase, testDatabase, type TestDatabase } from '@halosync/testing';
import type { DataSource } from 'typeorm';
import { connectorDataSource } from '../create-data-source';
import { enqueue } from './enqueue';
import type { Answered, Claim, ReadTerms } from './refetch-queue';
import { RefetchQueue } from './refetch-queue';

let database: TestDatabase;
let dataSource: DataSource;
const connectionId = randomUUID();
const TICKET = 7;

beforeAll(async () => {
  const template = await templateDatabase(
    'connector',
    async (url) => void (await migrate(connectorDataSource(new Secret(url), 2))),
  );
  database = await testDatabase('refetch queue', template);
  dataSource = connectorDataSource(new Secret(database.url), 4);
  await dataSource.initialize();
  await dataSource.query(
    `INSERT INTO connection (id, instance, name, auth_url, resource_url, tenant, client_id, status)
     VALUES ($1, 'i', 'n', 'a', 'r', 't', 'c', 'active')`,
    [connectionId],
  );
});
beforeEach(() => dataSource.query('DELETE FROM refetch'));
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const touch = (runId: string | null = null): Promise<void> =>
  enqueue(dataSource, [{ connectionId, entity: 'ticket', haloId: TICKET, generation: 1, reason: 'hint', runId }]);

/** As if its holder had been stopped for longer than a claim lasts. */
const oversleep = (): Promise<unknown> =>
  dataSource.query(`UPDATE refetch SET claimed_until = clock_timestamp() - interval '1 second'`);

async function claimed(queue: RefetchQueue): Promise<Claim> {
  const claim = await queue.claim();
  if (claim === null) throw new Error('nothing to claim');
  return claim;
}

async function termsOf(queue: RefetchQueue, claim: Claim): Promise<ReadTerms> {
  const terms = await queue.terms(claim);
  if (terms === null) throw new Error('the claim was lost');
  return terms;
}

const answerTo = ({ gen, readAt, runIds, runId }: ReadTerms): Answered => ({
  ...{ gen, readAt, runIds, runId, callId: uuidv7(), isInHalo: true },
});

const entries = (): Promise<{ gen: number; claimed_by: string | null }[]> =>
  dataSource.query('SELECT gen, claimed_by FROM refetch');

describe('a claim that its holder overslept', () => {
  it.each(['another replica', 'a worker beside it'])(
    'is taken over by %s; its late answer settles nothing',
    async (heir) => {
      const sleeper = new RefetchQueue(dataSource, 'a');
      const next = heir === 'another replica' ? new RefetchQueue(dataSource, 'b') : sleeper;
      await touch();
      const former = await claimed(sleeper);
      const terms = await termsOf(sleeper, former);
      await oversleep();
      const present = await claimed(next);
      await expect(sleeper.settle(former, answerTo(terms))).rejects.toMatchObject({ code: 'lease_lost' });
      await sleeper.putBack(former, 0, 'timeout');
      expect(await sleeper.terms(former)).toBeNull();
      // It is still in the hands of the one that claimed it last, so nobody else reads it.
      expect(await entries()).toEqual([{ gen: 1, claimed_by: present.claimedBy }]);
      expect(await sleeper.claim()).toBeNull();
      await next.settle(present, answerTo(await termsOf(next, present)));
      expect(await entries()).toEqual([]);
    },
  );

  it('does not settle a touch that came after its read', async () => {
    const [sleeper, next] = [new RefetchQueue(dataSource, 'a'), new RefetchQueue(dataSource, 'b')];
    await touch();
    const former = await claimed(sleeper);
    const terms = await termsOf(sleeper, former);
    await oversleep();
    const present = await claimed(next);
    await next.settle(present, answerTo(await termsOf(next, present)));
    await touch();
    await expect(sleeper.settle(former, answerTo(terms))).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await entries()).toEqual([{ gen: 1, claimed_by: null }]);
  });

  it('counts for its run once', async () => {
    const runId = uuidv7();
    await dataSource.query(
      `INSERT INTO run (id, connection_id, generation, mode, reason) VALUES ($1, $2, 1, 'reconcile', 'test')`,
      [runId, connectionId],
    );
    await dataSource.query(
      `INSERT INTO run_entity (run_id, entity, state, phase) VALUES ($1, 'ticket', 'running', 'verify')`,
      [runId],
    );
    const [sleeper, next] = [new RefetchQueue(dataSource, 'a'), new RefetchQueue(dataSource, 'b')];
    await touch(runId);
    const former = await claimed(sleeper);
    const late = answerTo(await termsOf(sleeper, former));
    await oversleep();
    const present = await claimed(next);
    const counted = answerTo(await termsOf(next, present));
    await next.settle(present, counted);
    await expect(sleeper.settle(former, late)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await dataSource.query('SELECT published FROM run_entity WHERE run_id = $1', [runId])).toEqual([
      { published: '1' },
    ]);
    expect(await dataSource.query('SELECT call_id FROM run_call WHERE run_id = $1', [runId])).toEqual([
      { call_id: counted.callId },
    ]);
  });

  it("is free at once where the database's clock has stepped back far behind it", async () => {
    const [killed, next] = [new RefetchQueue(dataSource, 'a'), new RefetchQueue(dataSource, 'b')];
    await touch();
    await claimed(killed);
    expect(await next.claim()).toBeNull();
    await dataSource.query(`UPDATE refetch SET claimed_until = claimed_until + interval '1 hour'`);
    expect(await next.claim()).not.toBeNull();
  });
});

describe('a claim in time', () => {
  it('leaves an entry that was touched during the read, free for the next', async () => {
    const queue = new RefetchQueue(dataSource, 'a');
    await touch();
    const claim = await claimed(queue);
    const terms = await termsOf(queue, claim);
    await touch();
    await queue.settle(claim, answerTo(terms));
    expect(await entries()).toEqual([{ gen: 2, claimed_by: null }]);
  });

  it('is given up by a process that starts again under its name', async () => {
    const queue = new RefetchQueue(dataSource, 'connector:1');
    await touch();
    await claimed(queue);
    await queue.freeClaimsOf('connector');
    expect(await new RefetchQueue(dataSource, 'connector:2').claim()).not.toBeNull();
  });
});

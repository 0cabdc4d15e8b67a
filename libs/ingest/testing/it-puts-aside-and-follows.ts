import { uuidv7 } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { EntityProgram } from '../src/entity-program';
import type { EntityExamples } from './describe-entity-contract';
import type { EntityFixture } from './entity-fixture';
import { aRecordReceived, byList, byWebhook } from './record-message';

const OLD = '2026-10-01T08:00:00';
const NEW = '2026-10-02T09:30:01.57';

/** Of the contract of an entity: what cannot be taken, and what became of a delivery. */
export function itPutsAsideAndFollows(
  program: EntityProgram,
  { record, change }: EntityExamples,
  line: () => EntityFixture,
  nextId: () => number,
): void {
  const entity = program.definition.name;
  const received = (id: number, document: JsonObject | null, facts = {}): ReturnType<typeof aRecordReceived> =>
    aRecordReceived(entity, id, document, facts);
  const changed = (id: number, modified: string): JsonObject => ({ ...record(id, modified), ...change });

  it('of 500 copies with 7 that cannot be taken 493 become rows; after the fix a replay brings the 7', async () => {
    const connectionId = uuidv7();
    const first = 100_000;
    const copies = Array.from({ length: 500 }, (_, index) =>
      received(first + index, record(first + index, OLD), { ...byList, connectionId }),
    );
    const rows = async (): Promise<number> => (await line().service.queries.count(connectionId)).live;
    const page = { connectionId, cursor: '', limit: 100, includeReplayed: false, failure: '', haloId: 0 };
    await line().dataSource.query(
      `ALTER TABLE "${entity}" ADD CONSTRAINT fault CHECK (halo_id < ${first} OR halo_id % 71 <> ${first % 71} OR halo_id >= ${first + 497})`,
    );
    try {
      expect(await line().take(...copies)).toEqual({ apply: 493, dead: 7 });
      // What is still at fault comes back as a letter of its own; the old one is done.
      await line().service.replay({ connectionId });
    } finally {
      await line().dataSource.query(`ALTER TABLE "${entity}" DROP CONSTRAINT fault`);
    }
    expect(await rows()).toBe(493);
    const { items } = await line().service.deadLetters(page);
    expect(items.map(({ failure, code, held }) => ({ failure, code, held }))).toEqual(
      Array.from({ length: 7 }, () => ({ failure: 'poison', code: 'internal', held: undefined })),
    );
    expect((await line().service.deadLetters({ ...page, failure: 'unknown' })).items).toEqual([]);
    expect(await line().service.replay({ connectionId })).toBe(7);
    expect(await rows()).toBe(500);
    expect(await line().service.replay({ connectionId })).toBe(0);
    // Each row has one revision, however often its copy was sent.
    const [versions] = await line().dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM "${entity}_version" WHERE connection_id = $1`,
      [connectionId],
    );
    expect(Number(versions?.count)).toBe(500);
    // The letters of a record that is held by now say so.
    const replayed = await line().service.deadLetters({ ...page, includeReplayed: true });
    expect(replayed.items.map(({ held }) => held?.revision)).toEqual(Array.from({ length: 14 }, () => 1));
  }, 60_000);

  it('a delivery is followed to the revision that it made', async () => {
    const id = nextId();
    const connectionId = uuidv7();
    const hook = received(id, record(id, OLD), { ...byWebhook, connectionId });
    const same = received(id, record(id, OLD), { ...byWebhook, connectionId });
    const poison = { ...received(id, { id }, { ...byWebhook, connectionId }), value: Buffer.from('[]') };
    const read = received(id, changed(id, NEW), { connectionId, callId: uuidv7() });
    await line().take(hook, same, poison, read);
    const deliveryOf = ({ headers }: typeof hook): string => (headers['ce_id'] ?? '').split(':')[0] ?? '';
    const trace = async (message: typeof hook, isHint = false): Promise<unknown> =>
      (
        await line().service.trace({
          connectionId,
          deliveryId: deliveryOf(message),
          receivedAt: '2026-01-01T00:00:00Z',
          parts: [{ part: 0, haloId: id, isHint }],
        })
      ).parts[0];
    expect(await trace(hook)).toMatchObject({
      taken: true,
      change: { operation: 'created', partition: 0, offset: hook.offset, record: { revision: 1 } },
      deadLetterId: '',
    });
    expect(await trace(same)).toEqual({ part: 0, taken: true, change: undefined, deadLetterId: '' });
    expect(await trace(poison)).toMatchObject({ taken: true, deadLetterId: expect.stringMatching(/./) as unknown });
    expect(await trace({ ...hook, headers: { ce_id: `${uuidv7()}:0` } }, true)).toMatchObject({
      taken: false,
      change: { learnedBy: 'refetch', record: { revision: 2 } },
    });

    const page = { connectionId, cursor: '', limit: 10, includeReplayed: false, failure: '', haloId: id };
    expect((await line().service.deadLetters(page)).items).toMatchObject([
      { haloId: id, code: 'record_invalid', held: { revision: 2, deleted: false, learnedBy: 'refetch' } },
    ]);
    expect((await line().service.deadLetters({ ...page, haloId: id + 1 })).items).toEqual([]);
  });
}

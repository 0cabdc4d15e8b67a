import { uuidv7 } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { EntityProgram } from '../src/entity-program';
import { describeHandEdits } from './describe-hand-edits';
import type { EntityFixture } from './entity-fixture';
import { entityFixture } from './entity-fixture';
import { itPutsAsideAndFollows } from './it-puts-aside-and-follows';
import { oddRecords } from './odd-records';
import { aRecordReceived, byList, byWebhook } from './record-message';

export interface EntityExamples {
  /** A whole record as Halo sends it, with this id and this modified time (`2026-10-02T10:00:00`). */
  readonly record: (id: number, modified: string) => JsonObject;
  /** Fields that a person might change, other than the record's modified time. */
  readonly change: JsonObject;
  /** Field with the record's own modified time. */
  readonly modifiedField: string;
}

const OLD = '2026-10-01T08:00:00';
const NEW = '2026-10-02T09:30:01.57';

/** What every entity service must do with copies; a bug found in one of them becomes a case for all. */
export function describeEntityContract(
  program: EntityProgram,
  { record, change, modifiedField }: EntityExamples,
): void {
  const entity = program.definition.name;
  let line: EntityFixture;
  let nextId = 100;

  beforeAll(async () => {
    line = await entityFixture(program);
  });
  afterAll(async () => {
    await line.close();
  });

  const received = (id: number, document: JsonObject | null, facts = {}): ReturnType<typeof aRecordReceived> =>
    aRecordReceived(entity, id, document, facts);
  const changed = (id: number, modified: string): JsonObject => ({ ...record(id, modified), ...change });

  describe(`${entity}: the contract of an entity`, () => {
    it('a first copy makes the row, and a redelivery changes nothing', async () => {
      const id = nextId++;
      const message = received(id, record(id, OLD));
      expect(await line.take(message)).toEqual({ apply: 1 });
      expect(await line.take(message)).toEqual({ dropped: 1 });
      expect(await line.row(id)).toMatchObject({
        revision: 1,
        is_whole: true,
        deleted_at: null,
        learned_by: 'refetch',
        raw: record(id, OLD),
      });
      expect(await line.versions(id)).toMatchObject([{ revision: 1, operation: 'created' }]);
    });

    it('a delivery id counts once inside a chunk too', async () => {
      const id = nextId++;
      const message = received(id, record(id, OLD));
      expect(await line.take(message, message)).toEqual({ apply: 1, dropped: 1 });
    });

    it('a stale copy never overwrites', async () => {
      const id = nextId++;
      await line.take(received(id, changed(id, NEW), { ...byWebhook, isWhole: true }));
      expect(await line.take(received(id, record(id, OLD), byWebhook))).toEqual({ stale: 1 });
      expect(await line.row(id)).toMatchObject({ revision: 1, raw: changed(id, NEW) });
    });

    it('a newer partial copy merges and leaves the rest', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      expect(await line.take(received(id, { id, ...change, [modifiedField]: NEW }, byWebhook))).toEqual({ apply: 1 });
      expect(await line.row(id)).toMatchObject({
        revision: 2,
        is_whole: false,
        learned_by: 'webhook',
        raw: changed(id, NEW),
      });
      expect((await line.versions(id)).at(-1)).toMatchObject({
        operation: 'updated',
        changed: expect.arrayContaining(Object.keys(change)) as unknown,
      });
    });

    it('empty details of a list row erase nothing', async () => {
      const id = nextId++;
      const fields = [{ id: 1, name: 'CFRegion', value: 'EMEA' }];
      await line.take(received(id, { ...record(id, OLD), customfields: fields }));
      await line.take(received(id, { ...changed(id, NEW), customfields: [] }, { ...byList }));
      expect(await line.row(id)).toMatchObject({ custom_fields: { CFRegion: 'EMEA' } });
    });

    it('a read by id may empty the details', async () => {
      const id = nextId++;
      await line.take(received(id, { ...record(id, OLD), customfields: [{ id: 1, name: 'CFRegion', value: 'EMEA' }] }));
      await line.take(received(id, { ...record(id, NEW), customfields: [] }));
      expect(await line.row(id)).toMatchObject({ custom_fields: {}, revision: 2 });
    });

    it('doubt becomes a touch, in the transaction of the chunk', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, NEW)));
      expect(await line.take(received(id, changed(id, NEW), byWebhook))).toEqual({ recheck: 1 });
      expect((await line.touches()).filter(({ halo_id }) => Number(halo_id) === id)).toMatchObject([
        { reason: 'doubt' },
      ]);
    });

    it('only a read by id deletes, and only a later one restores', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      expect(await line.take(received(id, null))).toEqual({ tombstone: 1 });
      expect(await line.row(id)).toMatchObject({
        revision: 2,
        deleted_at: expect.any(Date) as unknown,
        raw: record(id, OLD),
      });
      expect(await line.take(received(id, changed(id, NEW), byWebhook))).toEqual({ recheck: 1 });
      expect(await line.take(received(id, changed(id, NEW)))).toEqual({ apply: 1 });
      expect((await line.versions(id)).map(({ operation }) => operation)).toEqual(['created', 'deleted', 'restored']);
    });

    it('deleted: true in a record read by id is absence, in a webhook a hint', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      expect(await line.take(received(id, { ...changed(id, NEW), deleted: true }, byWebhook))).toEqual({ recheck: 1 });
      expect(await line.take(received(id, { ...changed(id, NEW), deleted: true }))).toEqual({ tombstone: 1 });
    });

    it('poison is put aside beside good records, and its record is asked for', async () => {
      const [good, bad] = [nextId++, nextId++];
      const poison = { ...received(bad, { id: bad }, byWebhook), value: Buffer.from('{"id": {"not": "a number"}}') };
      expect(await line.take(received(good, record(good, OLD)), poison)).toEqual({ apply: 1, dead: 1 });
      expect(await line.take(poison)).toEqual({ dead: 1 });
      const letters = await line.dataSource.query<{ code: string }[]>(
        'SELECT code FROM dead_letter WHERE halo_id = $1',
        [bad],
      );
      expect(letters).toEqual([{ code: 'record_invalid' }]);
      expect((await line.touches()).filter(({ halo_id }) => Number(halo_id) === bad)).toHaveLength(1);
    });

    itPutsAsideAndFollows(
      program,
      { record, change, modifiedField },
      () => line,
      () => nextId++,
    );

    it('a copy of an older generation is dropped', async () => {
      const id = nextId++;
      const connectionId = '018f0000-0000-7000-8000-00000000000a';
      await line.take(received(id, record(id, OLD), { connectionId, generation: 2 }));
      expect(await line.take(received(id, changed(id, NEW), { connectionId, generation: 1 }))).toEqual({ dropped: 1 });
    });

    it('row and history come together or not at all', async () => {
      const id = nextId++;
      await line.dataSource.query(`ALTER TABLE "${entity}_version" ADD CONSTRAINT refuse CHECK (halo_id <> ${id})`);
      try {
        expect(await line.take(received(id, record(id, OLD)))).toEqual({ dead: 1 });
        expect(await line.row(id)).toBeUndefined();
      } finally {
        await line.dataSource.query(`ALTER TABLE "${entity}_version" DROP CONSTRAINT refuse`);
      }
    });

    it('what became of a run’s copies is counted call by call', async () => {
      const id = nextId++;
      const [runId, callId] = [uuidv7(), uuidv7()];
      const ofRun = { ...byList, runId, callId, deliveryId: callId };
      const again = received(id, record(id, OLD), { ...ofRun, part: 0 });
      await line.take(again, received(id, record(id, OLD), { ...ofRun, part: 1 }), again);
      const rows = await line.dataSource.query<unknown[]>('SELECT apply, noop, dropped FROM tally WHERE run_id = $1', [
        runId,
      ]);
      expect(rows).toEqual([{ apply: '1', noop: '1', dropped: '1' }]);
    });

    it('a chunk does the same as its messages one by one', async () => {
      const [whole, single] = [nextId++, nextId++];
      const story = (id: number): ReturnType<typeof received>[] => [
        received(id, record(id, OLD), byList),
        received(id, { id, ...change, [modifiedField]: NEW }, byWebhook),
        received(id, record(id, OLD), byWebhook),
        received(id, null),
        received(id, changed(id, NEW)),
        received(id, changed(id, NEW)),
      ];
      await line.take(...story(whole));
      for (const message of story(single)) await line.take(message);
      const shape = async (id: number): Promise<unknown> => {
        const { revision, is_whole, deleted_at, learned_by, raw } = (await line.row(id)) ?? {};
        return {
          revision,
          is_whole,
          deleted_at,
          learned_by,
          raw: { ...(raw as JsonObject), id: 0 },
          versions: await line.versions(id),
        };
      };
      expect(await shape(whole)).toEqual(await shape(single));
    });

    it('what the history says of now is what the row says, however Halo writes its values', async () => {
      const ids = oddRecords(program.published, record(0, OLD)).map((odd) => {
        const id = nextId++;
        return { id, message: received(id, { ...odd, id }) };
      });
      expect(await line.take(...ids.map(({ message }) => message))).toEqual({ apply: ids.length });
      const read = (from: string): Promise<unknown[]> =>
        line.dataSource.query(`SELECT * FROM ${from} WHERE halo_id = ANY($1) ORDER BY halo_id`, [
          ids.map(({ id }) => id),
        ]);
      const rows = (await read(`halo.${entity}s`)) as Record<string, unknown>[];
      const then = (await read(`halo.${entity}_as_of('infinity')`)) as Record<string, unknown>[];
      expect(then).toHaveLength(ids.length);
      for (const [index, { valid_from, ...held }] of then.entries()) {
        expect(valid_from).toBeInstanceOf(Date);
        expect(rows[index]).toMatchObject(held);
      }
    });
  });

  describeHandEdits(program, { record, change, modifiedField });
}

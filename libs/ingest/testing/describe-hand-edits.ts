import type { JsonObject } from '@halosync/halo-json';
import type { EntityProgram } from '../src/entity-program';
import type { EntityExamples } from './describe-entity-contract';
import type { EntityFixture } from './entity-fixture';
import { entityFixture } from './entity-fixture';
import { aRecordReceived, byList } from './record-message';

const OLD = '2026-10-01T08:00:00';
const NEW = '2026-10-02T09:30:01.57';

/** What becomes of rows that somebody deletes or alters in Postgres, past the service. */
export function describeHandEdits(program: EntityProgram, { record, change }: EntityExamples): void {
  const entity = program.definition.name;
  let line: EntityFixture;
  let nextId = 100;

  beforeAll(async () => {
    line = await entityFixture(program);
  });
  afterAll(async () => {
    await line.close();
  });

  const received = (id: number, document: JsonObject, facts = {}): ReturnType<typeof aRecordReceived> =>
    aRecordReceived(entity, id, document, facts);
  const changed = (id: number, modified: string): JsonObject => ({ ...record(id, modified), ...change });

  describe(`${entity}: rows edited by hand`, () => {
    it('a row deleted by hand comes back whoever tells of it, and its history goes on', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      await line.take(received(id, changed(id, NEW)));
      await line.dataSource.query(`DELETE FROM "${entity}" WHERE halo_id = $1`, [id]);
      expect(await line.take(received(id, changed(id, NEW), byList))).toEqual({ apply: 1 });
      expect(await line.row(id)).toMatchObject({ revision: 3, raw: changed(id, NEW) });
      await line.dataSource.query(`DELETE FROM "${entity}" WHERE halo_id = $1`, [id]);
      expect(await line.take(received(id, changed(id, NEW)))).toEqual({ apply: 1 });
      expect(await line.row(id)).toMatchObject({ revision: 4, is_whole: true });
      expect((await line.versions(id)).map(({ operation, changed: names }) => [operation, names.length])).toEqual([
        ['created', Object.keys(record(id, OLD)).length],
        ['updated', Object.keys(change).length + 1],
        ['repaired', 0],
        ['repaired', 0],
      ]);
    });

    it('a row that was gone while its record changed is told as the change', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      await line.dataSource.query(`DELETE FROM "${entity}" WHERE halo_id = $1`, [id]);
      await line.take(received(id, changed(id, NEW)));
      expect((await line.versions(id)).map(({ revision, operation }) => [revision, operation])).toEqual([
        [1, 'created'],
        [2, 'updated'],
      ]);
    });

    it('a column changed by hand is put right by the next read that agrees', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      const [before] = await line.dataSource.query<Record<string, unknown>[]>(
        `SELECT * FROM "${entity}" WHERE halo_id = $1`,
        [id],
      );
      await line.dataSource.query(
        `UPDATE "${entity}" SET client_name = 'by hand', custom_fields = '{"x": 1}' WHERE halo_id = $1`,
        [id],
      );
      expect(await line.take(received(id, record(id, OLD), byList))).toEqual({ noop: 1 });
      expect(await line.row(id)).toMatchObject({
        revision: 2,
        client_name: before?.['client_name'],
        custom_fields: before?.['custom_fields'],
      });
      const [, repair] = await line.versions(id);
      expect(repair).toMatchObject({ operation: 'repaired' });
      expect([...(repair?.changed ?? [])].sort()).toEqual(['client_name', 'custom_fields']);
      expect(await line.take(received(id, record(id, OLD), byList))).toEqual({ noop: 1 });
      expect(await line.versions(id)).toHaveLength(2);
    });

    it('a document changed by hand is doubted by a list row, and put right by a read by id', async () => {
      const id = nextId++;
      const [name = '', value] = Object.entries(change)[0] ?? [];
      await line.take(received(id, record(id, OLD), byList));
      await line.dataSource.query(
        `UPDATE "${entity}" SET raw = raw || jsonb_build_object($2::text, $3::jsonb) WHERE halo_id = $1`,
        [id, name, JSON.stringify(value)],
      );
      expect(await line.take(received(id, record(id, OLD), byList))).toEqual({ recheck: 1 });
      expect(await line.take(received(id, { ...record(id, OLD), learned_now: 1 }))).toEqual({ apply: 1 });
      expect(await line.row(id)).toMatchObject({ revision: 2, raw: record(id, OLD) });
      expect((await line.versions(id)).at(-1)).toEqual({ revision: 2, operation: 'repaired', changed: [name] });
    });

    it('a row whose last proof is set into the future by hand is doubted once, and put right by a read by id', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      await line.dataSource.query(`UPDATE "${entity}" SET known_at = '2199-01-01', src_ts = NULL WHERE halo_id = $1`, [
        id,
      ]);
      const long = { validFrom: new Date(Date.now() - 60_000), knownAt: new Date(Date.now() - 59_000) };
      expect(await line.take(received(id, changed(id, NEW), long))).toEqual({ recheck: 1 });
      const later = { validFrom: new Date(Date.now() + 50), knownAt: new Date(Date.now() + 60) };
      expect(await line.take(received(id, changed(id, NEW), later))).toEqual({ apply: 1 });
      expect(await line.row(id)).toMatchObject({ revision: 2 });
    });

    it('a row set back by hand does not hold up what is behind it', async () => {
      const id = nextId++;
      await line.take(received(id, record(id, OLD)));
      await line.take(received(id, changed(id, NEW)));
      await line.dataSource.query(`UPDATE "${entity}" SET revision = 1, client_name = 'by hand' WHERE halo_id = $1`, [
        id,
      ]);
      expect(await line.take(received(id, changed(id, NEW), byList))).toEqual({ noop: 1 });
      expect(await line.row(id)).toMatchObject({ revision: 3 });
    });
  });
}

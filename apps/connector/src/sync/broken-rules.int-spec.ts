import { entityNames } from '@halosync/contracts';
import type { EntityName, connectorProto } from '@halosync/contracts';
import { differences } from '../../testing/differences';
import { Stage } from '../../testing/stage';

jest.setTimeout(120_000);

// More than a page of everything but sites, of which a Halo that ignores the filter would cost a read each.
const COUNTS = { tickets: 230, sites: 60, users: 130, invoices: 120 };
const CHANGED: Readonly<Record<EntityName, number>> = { ticket: 120, site: 2, user: 4, invoice: 3 };

const all = (state: string): Record<EntityName, string> => ({
  ticket: state,
  site: state,
  user: state,
  invoice: state,
});

/** How each entity of each kind of run ends. Whatever is called complete is compared with Halo's records, field by field. */
const RULES: readonly (readonly [
  profile: string,
  delta: Record<EntityName, string>,
  reconcile: Record<EntityName, string>,
  backfill: Record<EntityName, string>,
])[] = [
  ['standard', all('complete'), all('complete'), all('complete')],
  ['page-cap-50', all('complete'), all('complete'), all('complete')],
  // Whether the one page that there is holds all nobody can tell, but of invoices: the last changed come first.
  ['paging-ignored', { ...all('incomplete'), invoice: 'complete' }, all('incomplete'), all('incomplete')],
  // Tickets carry their time; more users than a page holds are read as a whole.
  ['filter-ignored', all('complete'), all('complete'), all('complete')],
  // Invoices have no second page here: the first is past the window already.
  ['repeated-page', { ...all('incomplete'), invoice: 'complete' }, all('incomplete'), all('incomplete')],
  ['duplicate-id', all('complete'), all('complete'), all('complete')],
  ['zero-id', all('incomplete'), all('incomplete'), all('incomplete')],
  ['wrong-record-count', all('complete'), all('complete'), all('complete')],
  ['bare-arrays', all('complete'), all('complete'), all('complete')],
  ['ids-ignored', all('complete'), all('complete'), all('complete')],
  ['ids-capped', all('complete'), all('complete'), all('complete')],
];

describe('a Halo that breaks a rule', () => {
  const stage = new Stage({ counts: COUNTS });
  let id: string;

  beforeAll(async () => {
    const { connection } = await stage.connector.save(await stage.halo.values());
    id = connection.id;
    expect((await stage.connector.ended(connection.runId)).state).toBe('complete');
  });

  describe.each(RULES)('%s', (profile, delta, reconcile, backfill) => {
    // Everything is equal before it begins.
    beforeAll(async () => {
      expect((await ended('backfill')).state).toBe('complete');
    });

    it('a delta is complete only where all that changed is here', async () => {
      const changed = await changeSome();
      await stage.halo.profile({ named: profile });
      const run = await ended('delta');
      expect(states(run)).toEqual(delta);
      for (const entity of complete(run)) expect(await differences(stage, id, entity, changed[entity])).toEqual([]);
      assertCounts(run);
    });

    it('a comparison is complete only where every record is here', async () => {
      await loseSome();
      await stage.halo.profile({ named: profile });
      await provesComplete(await ended('reconcile'), reconcile);
    });

    it('a full read is complete only where every record is here', async () => {
      await changeSome();
      await loseSome();
      await stage.halo.profile({ named: profile });
      await provesComplete(await ended('backfill'), backfill);
    });
  });

  async function provesComplete(run: connectorProto.Run, expected: Record<EntityName, string>): Promise<void> {
    expect(states(run)).toEqual(expected);
    for (const entity of complete(run)) {
      expect(stage.around.services.live(entity, id)).toEqual(await stage.halo.ids(entity));
      if (run.mode === 'backfill') expect(await differences(stage, id, entity)).toEqual([]);
    }
    assertCounts(run);
  }

  /** Silently, as if no webhook had told. */
  async function changeSome(): Promise<Record<EntityName, readonly number[]>> {
    const changed: Record<EntityName, readonly number[]> = { ticket: [], site: [], user: [], invoice: [] };
    for (const entity of entityNames) {
      const ids = (await stage.halo.ids(entity)).slice(-CHANGED[entity]);
      for (const record of ids) await stage.halo.change(entity, record, { zz_tenant_extra: crypto.randomUUID() });
      changed[entity] = ids;
    }
    return changed;
  }

  /** A few are missing here, and one is here that Halo has deleted. */
  async function loseSome(): Promise<void> {
    for (const entity of entityNames) {
      const ids = await stage.halo.ids(entity);
      for (const record of ids.slice(3, 6)) stage.around.services.forget(entity, id, record);
      await stage.halo.remove(entity, ids[8]!);
    }
  }

  async function ended(mode: string): Promise<connectorProto.Run> {
    const { run } = await stage.connector.sync.startRun({ connectionId: id, mode, entities: [] });
    return stage.connector.ended(run!.id, 60_000);
  }

  const states = (run: connectorProto.Run): Record<string, string> =>
    Object.fromEntries(run.entities.map(({ entity, state }) => [entity, state]));

  const complete = (run: connectorProto.Run): EntityName[] =>
    entityNames.filter((entity) => states(run)[entity] === 'complete');

  /** What was published was taken; what is not complete says why. */
  function assertCounts(run: connectorProto.Run): void {
    for (const { state, published, committed, detail } of run.entities) {
      if (state === 'complete') expect(committed).toBe(published);
      else expect(detail).not.toBe('');
    }
  }
});

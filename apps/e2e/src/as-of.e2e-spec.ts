import { entityNames, type EntityName } from '@halosync/contracts';
import type { SimulatorLedger } from '@halosync/line';
import { expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '120', SIMULATOR_SITES: '20', SIMULATOR_USERS: '40', SIMULATOR_INVOICES: '30' };
const PAIRS = 100;
// Of each entity so many records, changed in every round. A round waits until the line has come to rest: a state that was
// over before anybody read it, or whose webhook was overtaken by the next one's, was never held.
const [RECORDS, ROUNDS] = [8, 5];
// A deletion is known from when it was looked up, and Halo's clock ticks in steps of some milliseconds.
const UNSURE_MS = { after: 10_000, around: 20 };

const TEXT: Readonly<Record<EntityName, string>> = {
  ticket: 'summary',
  site: 'name',
  user: 'title',
  invoice: 'reference',
};

type Change = SimulatorLedger['changes'];

interface Pair {
  readonly entity: EntityName;
  readonly id: number;
  readonly at: number;
}

describe('the records as of a moment', () => {
  let line: Line;

  beforeAll(async () => {
    line = await Line.start({ simulator: SMALL });
    const connection = await line.api.saveAndSync(await line.simulator.credentials(), 'Simulator');
    await line.simulator.sendWebhooksTo(connection.callbackUrl, 'full');
    await expectComplete(line, connection.id);
  }, 240_000);
  afterAll(() => line.stop(), 60_000);

  it(`are what Halo had then, for ${PAIRS} records and moments`, async () => {
    const began = Date.now();
    await liveAndDie();
    await expectGreen(line);
    const ended = Date.now() + 2 * UNSURE_MS.after; // nothing changes any more: that is how they will be

    const changes = await line.simulator.ledger('changes');
    expect(changes.length).toBeGreaterThanOrEqual(RECORDS * ROUNDS * entityNames.length);
    const wrong: unknown[] = [];
    for (const pair of randomPairs(changes, began, ended)) {
      const expected = versionAt(changes, pair);
      const [row] = await line.sql<{ version: number }>(
        `SELECT (raw ->> 'simversion')::int AS version FROM halo.${pair.entity}_as_of($1) WHERE halo_id = $2`,
        [new Date(pair.at), pair.id],
      );
      if ((row?.version ?? null) !== expected) wrong.push({ ...pair, expected, held: row?.version ?? null });
    }
    expect(wrong).toEqual([]);
  }, 180_000);

  /** Some are made, all are changed round by round, some are deleted in the last. */
  async function liveAndDie(): Promise<void> {
    const made = new Map<EntityName, number[]>();
    for (const entity of entityNames) {
      const rows = await line.sql<{ halo_id: string }>(
        `SELECT halo_id FROM halo.${entity}s ORDER BY random() LIMIT ${RECORDS - 2}`,
      );
      const created = [];
      for (let n = 0; n < 2; n++) {
        created.push(((await line.simulator.json('POST', `/control/records/${entity}`, {})) as { id: number }).id); // a whole record
      }
      made.set(entity, [...rows.map(({ halo_id }) => Number(halo_id)), ...created]);
    }
    for (let round = 0; round < ROUNDS; round++) {
      await expectGreen(line);
      for (const [entity, ids] of made) {
        for (const [index, id] of ids.entries()) {
          const path = `/control/records/${entity}/${id}`;
          if (round === ROUNDS - 1 && index % 4 === 0) await line.simulator.json('DELETE', path);
          else await line.simulator.json('PATCH', path, { fields: { [TEXT[entity]]: `round ${round}` } });
        }
      }
    }
  }
});

/** The version that the record had at that moment; null where it was not there. */
function versionAt(changes: readonly Change[], { entity, id, at }: Pair): number | null {
  const own = changes.filter((change) => change.entity === entity && change.id === id);
  const last = own.filter((change) => Date.parse(change.at) <= at).at(-1);
  if (last === undefined) return own[0]?.operation === 'created' ? null : 0;
  return last.operation === 'deleted' ? null : last.version;
}

/** Of records that changed, at moments that are not too close to a change to tell. */
function randomPairs(changes: readonly Change[], began: number, ended: number): Pair[] {
  const pairs: Pair[] = [];
  while (pairs.length < PAIRS) {
    const { entity, id } = changes[Math.floor(Math.random() * changes.length)] ?? { entity: '', id: 0 };
    const name = entityNames.find((known) => known === entity);
    const at = began + Math.random() * (ended - began);
    const isUnsure = changes.some((change) => {
      if (change.entity !== entity || change.id !== id) return false;
      const since = at - Date.parse(change.at);
      return (
        Math.abs(since) < UNSURE_MS.around || (change.operation === 'deleted' && since >= 0 && since < UNSURE_MS.after)
      );
    });
    if (name !== undefined && !isUnsure) pairs.push({ entity: name, id, at });
  }
  return pairs;
}

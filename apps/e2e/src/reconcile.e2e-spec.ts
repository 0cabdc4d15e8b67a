import { eventually } from '@halosync/testing';
import { expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '260', SIMULATOR_SITES: '40', SIMULATOR_USERS: '60', SIMULATOR_INVOICES: '60' };

interface Repair {
  readonly entity: string;
  readonly haloId: number;
  readonly why: string;
  readonly fields: readonly string[];
}

interface Run {
  readonly id: string;
  readonly state: string;
  readonly entities: Record<string, { inHalo: number | null; inPostgres: number | null; repaired: number }>;
}

describe('a reconcile', () => {
  let line: Line;
  let connectionId: string;

  beforeAll(async () => {
    line = await Line.start({ simulator: SMALL });
    connectionId = (await line.connect()).id;
    await expectComplete(line, connectionId);
  }, 240_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  const ids = async (entity: string, count: number): Promise<number[]> =>
    (await line.sql<{ halo_id: string }>(`SELECT halo_id FROM halo.${entity}s ORDER BY random() LIMIT ${count}`)).map(
      ({ halo_id }) => Number(halo_id),
    );
  const named = (repairs: readonly Repair[], why: string): string[] =>
    repairs
      .filter((repair) => repair.why === why)
      .map(({ entity, haloId }) => `${entity} ${haloId}`)
      .sort();

  async function reconciled(): Promise<Run> {
    const { id } = (await line.api.json('POST', `/api/v1/connections/${connectionId}/runs`, {
      mode: 'reconcile',
    })) as Run; // a run's own shape
    return eventually(
      async () => {
        const run = (await line.api.json('GET', `/api/v1/runs/${id}`)) as Run;
        expect(run.state).toBe('complete');
        return run;
      },
      { timeoutMs: 120_000, intervalMs: 300 },
    );
  }

  async function repairsOf({ id }: Run): Promise<Repair[]> {
    const { items, nextCursor } = (await line.api.json('GET', `/api/v1/runs/${id}/repairs?limit=200`)) as {
      items: Repair[];
      nextCursor: string | null;
    }; // the list envelope
    expect(nextCursor).toBeNull();
    return items;
  }

  it('names all 19 that differ and why, repairs them, and then shows N = N', async () => {
    const [tickets, users, invoices, sites] = [
      await ids('ticket', 12),
      await ids('user', 4),
      await ids('invoice', 4),
      await ids('site', 2),
    ];
    // Seven rows deleted behind our back, with some whose details had been read.
    const refetched = tickets[0]!;
    await line.api.json('POST', `/api/v1/connections/${connectionId}/records/ticket/${refetched}/refetch`);
    await eventually(async () =>
      expect(await line.sql('SELECT 1 FROM halo.tickets WHERE halo_id = $1 AND is_whole', [refetched])).toHaveLength(1),
    );
    const deleted = [
      ...tickets.slice(0, 4).map((id) => ['ticket', id] as const),
      ...users.slice(0, 2).map((id) => ['user', id] as const),
      ['invoice', invoices[0]!] as const,
    ];
    for (const [entity, id] of deleted)
      await line.sql(`DELETE FROM ${entity}_service.${entity} WHERE halo_id = $1`, [id]);
    // Three altered: a column, the document, both.
    await line.sql(`UPDATE ticket_service.ticket SET summary = 'by hand' WHERE halo_id = $1`, [tickets[4]]);
    await line.sql(`UPDATE site_service.site SET raw = raw || '{"name": "by hand"}' WHERE halo_id = $1`, [sites[0]]);
    await line.sql(
      `UPDATE invoice_service.invoice SET total = 1, raw = raw || '{"total": 1}', halo_updated_at = NULL WHERE halo_id = $1`,
      [invoices[1]],
    );
    // Five deleted and four created in Halo, silently.
    const gone = [
      ...tickets.slice(5, 7).map((id) => ['ticket', id] as const),
      ['site', sites[1]!] as const,
      ['user', users[2]!] as const,
      ['invoice', invoices[2]!] as const,
    ];
    for (const [entity, id] of gone)
      await line.simulator.json('DELETE', `/control/records/${entity}/${id}?webhook=false`);
    const created: string[] = [];
    for (const entity of ['ticket', 'site', 'user', 'invoice']) {
      const made = (await line.simulator.json('POST', `/control/records/${entity}`, { webhook: false })) as {
        id: number;
      }; // the simulator's own shape
      created.push(`${entity} ${made.id}`);
    }

    const run = await reconciled();
    const repairs = await repairsOf(run);
    expect(named(repairs, 'missing_here')).toEqual(deleted.map(([entity, id]) => `${entity} ${id}`).sort());
    expect(named(repairs, 'altered_here')).toEqual(
      [`ticket ${tickets[4]}`, `site ${sites[0]}`, `invoice ${invoices[1]}`].sort(),
    );
    expect(named(repairs, 'deleted_in_halo')).toEqual(gone.map(([entity, id]) => `${entity} ${id}`).sort());
    expect(named(repairs, 'created_in_halo')).toEqual(created.sort());
    expect(repairs).toHaveLength(19);
    const altered = repairs.filter(({ why }) => why === 'altered_here');
    expect(altered.map(({ entity, fields }) => [entity, fields])).toEqual([
      ['ticket', ['summary']],
      ['site', ['name']],
      ['invoice', ['total']],
    ]);
    for (const { inHalo, inPostgres } of Object.values(run.entities)) expect(inPostgres).toBe(inHalo);
    expect(Object.values(run.entities).reduce((sum, { repaired }) => sum + repaired, 0)).toBe(19);
    await expectGreen(line);
    // Deleted rows came back with their details, and their history goes on.
    expect(await line.sql('SELECT is_whole FROM halo.tickets WHERE halo_id = $1', [refetched])).toEqual([
      { is_whole: true },
    ]);
  }, 240_000);

  it('finds nothing the second time', async () => {
    const run = await reconciled();
    expect(await repairsOf(run)).toEqual([]);
    for (const { inHalo, inPostgres, repaired } of Object.values(run.entities)) {
      expect(inPostgres).toBe(inHalo);
      expect(repaired).toBe(0);
    }
  }, 150_000);
});

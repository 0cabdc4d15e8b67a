import type { JsonObject } from '@halosync/halo-json';
import type { EntityFixture } from '@halosync/ingest/testing';
import { aRecordReceived, entityFixture } from '@halosync/ingest/testing';
import { ticketProgram } from './ticket.program';

const DAY_MS = 24 * 60 * 60 * 1_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

describe('what is reported of tickets', () => {
  let line: EntityFixture;
  const birch = { client_id: 12, client_name: 'Birch Ltd', last_update: '2026-10-01T00:00:00' };
  const tickets: JsonObject[] = [
    // Opened late on the 1st in UTC, closed in time on the 2nd.
    {
      ...{ dateoccurred: '2026-09-01T23:30:00', dateclosed: '2026-09-02T10:00:00' },
      ...{
        respondbydate: '2026-09-02T01:00:00',
        responsedate: '2026-09-02T00:30:00',
        fixbydate: '2026-09-02T12:00:00',
      },
    },
    // Answered late, and closed after its target.
    {
      ...{ dateoccurred: '2026-09-02T08:00:00', dateclosed: '2026-09-09T08:00:00' },
      ...{
        respondbydate: '2026-09-02T09:00:00',
        responsedate: '2026-09-02T09:00:01',
        fixbydate: '2026-09-03T08:00:00',
      },
    },
    // Open, without targets.
    { dateoccurred: ago(0.5), dateclosed: '1900-01-01T00:00:00' },
    { dateoccurred: ago(3) },
    { dateoccurred: ago(100), fixbydate: ago(99) },
  ];

  beforeAll(async () => {
    line = await entityFixture(ticketProgram);
    await line.take(
      ...tickets.map((ticket, index) =>
        aRecordReceived('ticket', index + 1, { id: index + 1, summary: 's', ...birch, ...ticket }),
      ),
      aRecordReceived('ticket', 9, { id: 9, ...birch, dateoccurred: '2026-09-01T10:00:00' }),
      aRecordReceived('ticket', 9, null), // deleted: it counts nowhere
    );
  });
  afterAll(() => line.close());

  const report = (name: string, where = 'true'): Promise<Record<string, unknown>[]> =>
    line.dataSource.query(`SELECT * FROM reporting.${name} WHERE ${where}`);

  it('opened and closed per day, in UTC', async () => {
    const rows = await report('tickets_per_day', `day BETWEEN '2026-09-01' AND '2026-09-30' ORDER BY day`);
    expect(rows.map(({ opened, closed, client_name }) => [opened, closed, client_name])).toEqual([
      ['1', '0', 'Birch Ltd'],
      ['1', '1', 'Birch Ltd'],
      ['0', '1', 'Birch Ltd'],
    ]);
  });

  it('targets met, of those that were due', async () => {
    expect(await report('sla_attainment', `month = '2026-09-01'`)).toMatchObject([
      {
        ...{ responses_due: '2', responses_met: '1', response_share: '0.5000' },
        ...{ fixes_due: '2', fixes_met: '1', fix_share: '0.5000' },
      },
    ]);
  });

  it('a target that passed while the ticket is open is missed', async () => {
    const rows = await report('sla_attainment', `month <> '2026-09-01'`);
    expect(rows).toMatchObject([{ fixes_due: '1', fixes_met: '0', responses_due: '0', response_share: null }]);
  });

  it('open tickets by their age', async () => {
    expect(await report('open_tickets_by_age')).toMatchObject([
      { open: '3', under_1_day: '1', under_7_days: '1', under_30_days: '0', under_90_days: '0', older: '1' },
    ]);
  });

  it('a reader sees the public views and nothing else', async () => {
    await line.dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL ROLE halosync_reader');
      expect(await manager.query(`SELECT 1 FROM halo.tickets WHERE halo_id = 1`)).toHaveLength(1);
      expect(await manager.query(`SELECT 1 FROM halo.ticket_as_of(now()) WHERE halo_id = 1`)).toHaveLength(1);
      expect(await manager.query(`SELECT 1 FROM reporting.open_tickets_by_age`)).toHaveLength(1);
    });
    await expect(
      line.dataSource.transaction(async (manager) => {
        await manager.query('SET LOCAL ROLE halosync_reader');
        await manager.query('SELECT 1 FROM ticket_service.ticket');
      }),
    ).rejects.toThrow('permission denied');
  });
});

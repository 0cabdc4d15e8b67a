import { completeRun, expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '900', SIMULATOR_SITES: '60', SIMULATOR_USERS: '120', SIMULATOR_INVOICES: '80' };
const CHANGES = 600;

interface Loss {
  readonly told: number;
  readonly lost: number;
  readonly share: number | null;
}

interface Report {
  readonly total: Loss;
  readonly entities: Record<string, Record<string, Loss>>;
  readonly hints: readonly { readonly text: string }[];
}

describe('the meter of what webhooks lost', () => {
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

  const report = async (since: Date): Promise<Report> =>
    (await line.api.json(
      'GET',
      `/api/v1/connections/${connectionId}/webhook-loss?since=${since.toISOString()}`,
    )) as Report; // as the API documents

  it('with 5 % of deliveries dropped: after the next delta all rows are right, and it reads what Halo dropped', async () => {
    const since = new Date();
    const rows = await line.sql<{ halo_id: string }>(
      `SELECT halo_id FROM halo.tickets ORDER BY halo_id LIMIT ${CHANGES}`,
    );
    await line.simulator.json('PUT', '/control/webhook-faults', { drop: 0.05 });
    // One change, one event, each of another ticket: what is dropped is known exactly.
    for (const { halo_id } of rows)
      await line.simulator.json('PATCH', `/control/records/ticket/${halo_id}`, {
        fields: { summary: `told or not ${halo_id}`, timetaken: 7.25 },
      });
    await line.simulator.idle();
    await line.simulator.json('DELETE', '/control/webhook-faults');
    const deliveries = await line.simulator.ledger('deliveries');
    const dropped = deliveries.filter(
      ({ event, outcome }) => event === 'ticket changed' && outcome === 'dropped',
    ).length;
    expect(dropped).toBeGreaterThan(5);

    await completeRun(line, connectionId, 'delta');
    await expectGreen(line);
    const { total, entities, hints } = await report(since);
    expect(entities['ticket']?.['updated']).toMatchObject({ told: CHANGES - dropped, lost: dropped });
    expect(total.share).toBeCloseTo(dropped / CHANGES, 3);
    expect(hints.map(({ text }) => text)).toEqual([expect.stringContaining('Single deliveries are lost')]);
    console.info(`dropped ${dropped} of ${CHANGES}; the meter reads ${String(total.share)}`);
  }, 240_000);

  it('names the event that Halo never sends', async () => {
    const since = new Date();
    const invoices = await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.invoices LIMIT 4');
    for (const { halo_id } of invoices)
      await line.simulator.json('PATCH', `/control/records/invoice/${halo_id}`, {
        fields: { reference: 'silent' },
        webhook: false,
      });
    await completeRun(line, connectionId, 'delta');
    // Something was told since, so the webhook as such is alive.
    const [site] = await line.sql<{ halo_id: string }>('SELECT halo_id FROM halo.sites LIMIT 1');
    await line.simulator.json('PATCH', `/control/records/site/${site?.halo_id}`, { fields: { phonenumber: '1' } });
    await line.simulator.idle();
    await expectGreen(line);
    const { entities, hints } = await report(since);
    expect(entities['invoice']?.['updated']).toMatchObject({ told: 0, lost: 4, share: 1 });
    expect(hints).toMatchObject([{ entity: 'invoice', text: expect.stringContaining('Invoice Updated') as unknown }]);
  }, 120_000);
});

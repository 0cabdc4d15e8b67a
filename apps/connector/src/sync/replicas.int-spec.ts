import { setTimeout as sleep } from 'node:timers/promises';
import { entityNames } from '@halosync/contracts';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

describe('two replicas', () => {
  const stage = new Stage({ counts: { tickets: 900, sites: 60, users: 400, invoices: 300 }, connectors: 2 });

  it('share a run, take it from each other at any moment, and end it once and complete', async () => {
    const { connector, halo, around } = stage;
    const { connection } = await connector.save(await halo.values());
    for (let theft = 0; theft < 8; theft++) {
      await sleep(150);
      // As if the holders had slept past their leases, or the database's clock had stepped back: whoever is quicker has them next.
      const expiresAt = theft % 2 === 0 ? `'-infinity'` : `clock_timestamp() + interval '1 hour'`;
      await connector.query(`UPDATE lease SET expires_at = ${expiresAt} WHERE starts_with(name, 'run:')`);
    }
    const run = await connector.ended(connection.runId);
    expect(run.state).toBe('complete');
    for (const entity of entityNames)
      expect(around.services.live(entity, connection.id)).toEqual(await halo.ids(entity));
    const holders = await connector.query<{ holder: string }>(
      `SELECT DISTINCT holder FROM lease WHERE starts_with(name, 'run:')`,
    );
    expect(holders.length).toBeGreaterThan(0);
    expect(await connector.query('SELECT 1 FROM run')).toHaveLength(1);
  });
});

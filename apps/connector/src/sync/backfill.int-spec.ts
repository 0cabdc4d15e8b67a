import { entityNames } from '@halosync/contracts';
import { Stage } from '../../testing/stage';

jest.setTimeout(60_000);

describe('a backfill', () => {
  const stage = new Stage({ counts: { tickets: 430, sites: 60, users: 220, invoices: 130 } });

  it('brings every record of all four entities, and says complete only then', async () => {
    const { connector, halo, around } = stage;
    const { connection, outcome, result } = await connector.save(await halo.values());
    expect(outcome).toBe('created');
    expect(result?.steps.every(({ ok }) => ok)).toBe(true);
    expect(connection).toMatchObject({ status: 'active', version: 1, generation: 1 });
    const run = await connector.ended(connection.runId);
    expect(run.state).toBe('complete');
    for (const entity of entityNames) {
      expect(around.services.live(entity, connection.id)).toEqual(await halo.ids(entity));
    }
    const { entities } = await connector.connection(connection.id);
    expect(entities.map(({ state, inHalo, inPostgres }) => [state, inHalo === inPostgres])).toEqual(
      entityNames.map(() => ['complete', true]),
    );
  });
});

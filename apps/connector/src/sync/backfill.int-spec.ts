import { entityNames } from '@halosync/contracts';
import { RunningConnector, Surroundings } from '../../testing/running-connector';
import { RunningHalo } from '../../testing/running-halo';

jest.setTimeout(60_000);

describe('a backfill', () => {
  let halo: RunningHalo;
  let around: Surroundings;
  let connector: RunningConnector;

  beforeAll(async () => {
    [halo, around] = await Promise.all([
      RunningHalo.start({ SIMULATOR_TICKETS: '430', SIMULATOR_SITES: '60', SIMULATOR_USERS: '220', SIMULATOR_INVOICES: '130', SIMULATOR_RATE_LIMIT_ENABLED: 'false' }),
      Surroundings.make(),
    ]);
    connector = await RunningConnector.start(around, around.env(halo.address));
  });
  afterAll(async () => {
    await connector?.stop();
    await around?.remove();
    await halo?.stop();
  });
  afterEach(() => halo.calm());

  it('brings every record of all four entities, and says complete only then', async () => {
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
    expect(entities.map(({ state, inHalo, inPostgres }) => [state, inHalo === inPostgres])).toEqual(entityNames.map(() => ['complete', true]));
  });
});

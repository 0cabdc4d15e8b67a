import { setTimeout as sleep } from 'node:timers/promises';
import type { connectorProto } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { eventually } from '@halosync/testing';
import { ConnectorProcess } from '../testing/connector-process';
import { Surroundings } from '../testing/running-connector';
import { RunningHalo } from '../testing/running-halo';

jest.setTimeout(90_000);

const KILLS = 3;

describe('the program', () => {
  let halo: RunningHalo;
  let around: Surroundings;
  let connector: ConnectorProcess;

  beforeAll(async () => {
    ConnectorProcess.build();
    [halo, around] = await Promise.all([
      RunningHalo.start({
        SIMULATOR_TICKETS: '1500',
        SIMULATOR_SITES: '150',
        SIMULATOR_USERS: '600',
        SIMULATOR_INVOICES: '400',
        SIMULATOR_RATE_LIMIT_ENABLED: 'false',
      }),
      Surroundings.make(),
    ]);
    // Slow enough to be killed in the middle: 20 pages a second at most.
    connector = await ConnectorProcess.start({
      ...around.env(halo.address),
      CONNECTOR_NAME: 'connector-1',
      HALO_RATE_LIMIT_REQUESTS: '1200',
    });
  });
  afterAll(async () => {
    await connector.end();
    await around.remove();
    await halo.stop();
  });

  it('goes on with a backfill after kill -9 at any moment, loses nothing and is complete only at its end', async () => {
    const request = { values: await halo.values(), settings: undefined, idempotencyKey: '' };
    const { connection } = await connector.grpc.call<
      connectorProto.SaveConnectionRequest,
      Required<connectorProto.SaveConnectionResponse>
    >('saveConnection', request);
    const { id, runId } = connection!;
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(200 + Math.random() * 400);
      await connector.end();
      await connector.restart();
    }
    const run = await eventually(
      async () => {
        const { run: found } = await connector.grpc.call<
          connectorProto.GetRunRequest,
          Required<connectorProto.GetRunResponse>
        >('getRun', { id: runId });
        if (found!.endedAt === '') throw new Error(JSON.stringify(found));
        return found!;
      },
      { timeoutMs: 40_000, intervalMs: 200 },
    );
    expect(run.state).toBe('complete');
    for (const entity of entityNames) expect(around.services.live(entity, id)).toEqual(await halo.ids(entity));
  });

  it('ends in order on SIGTERM', async () => {
    expect(await connector.end('SIGTERM')).toBe(0);
  });
});

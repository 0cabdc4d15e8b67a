import { setTimeout as sleep } from 'node:timers/promises';
import { completeRun, expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '600', SIMULATOR_SITES: '40', SIMULATOR_USERS: '150', SIMULATOR_INVOICES: '80' };
const PROGRAMS = ['gateway', 'connector', 'ticket-service', 'site-service', 'user-service', 'invoice-service'] as const;

describe('kill -9 of any program, at any moment', () => {
  let line: Line;
  let connectionId: string;

  beforeAll(async () => {
    line = await Line.start({ simulator: SMALL });
  }, 120_000);
  afterAll(async () => {
    await line.stop();
  }, 60_000);

  it('of a first sync: it goes on where it was and ends complete', async () => {
    connectionId = (await line.connect()).id;
    for (const program of ['connector', 'ticket-service', 'gateway', 'connector']) {
      await sleep(1_000 + Math.random() * 2_000);
      await line.kill(program);
      await line.restart(program);
    }
    await expectComplete(line, connectionId, 240_000);
    await expectGreen(line);
  }, 400_000);

  it('of a stream of webhooks: nothing is lost, twice or stale', async () => {
    await line.simulator.live({ enabled: true, perSecond: 10 });
    for (const program of PROGRAMS) {
      await sleep(500 + Math.random() * 1_500);
      await line.kill(program);
      await sleep(Math.random() * 1_000);
      await line.restart(program);
    }
    await line.simulator.live({ enabled: false });
    await line.simulator.idle();
    // A webhook that got no 2xx is told by its gap's delta; a deletion lost so by the next full run.
    await completeRun(line, connectionId, 'delta');
    await completeRun(line, connectionId, 'reconcile');
    await expectGreen(line, { timeoutMs: 120_000 });
  }, 400_000);
});

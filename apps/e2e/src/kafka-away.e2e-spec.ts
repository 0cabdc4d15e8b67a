import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedKafka, type StartedServer } from '@halosync/embedded';
import { Guardian } from '@halosync/supervisor';
import { eventually } from '@halosync/testing';
import { e2eEnvironment } from './e2e-environment';
import { completeRun, expectComplete, expectGreen } from './expect-green';
import { Line } from './line';

const SMALL = { SIMULATOR_TICKETS: '200', SIMULATOR_SITES: '20', SIMULATOR_USERS: '40', SIMULATOR_INVOICES: '20' };
const AWAY_SECONDS = 60;

describe(`Kafka away for ${AWAY_SECONDS} s`, () => {
  let guardian: Guardian;
  let dataDir: string;
  let kafka: StartedServer;
  let line: Line;

  const startKafka = (port?: number): Promise<StartedServer> =>
    startEmbeddedKafka({ dataDir, env: e2eEnvironment(), guardian, ...(port === undefined ? {} : { port }) });

  beforeAll(async () => {
    guardian = await Guardian.start();
    dataDir = await mkdtemp(join(tmpdir(), 'halosync-kafka-away-'));
    // A broker of its own: others are not to notice.
    kafka = await startKafka();
    line = await Line.start({ simulator: SMALL, kafkaBrokers: [kafka.address] });
  }, 180_000);
  afterAll(async () => {
    await line.stop();
    await kafka.stop();
    await guardian.dismiss();
    await rm(dataDir, { recursive: true, force: true });
  }, 90_000);

  it('no webhook is refused and none is lost', async () => {
    const { id } = await line.connect();
    await expectComplete(line, id);
    await line.simulator.live({ enabled: true, perSecond: 5 });
    await sleep(2_000);

    const port = Number(kafka.address.split(':')[1]);
    await kafka.stop();
    const before = await line.simulator.ledger('deliveries');
    await sleep(AWAY_SECONDS * 1_000);
    const meanwhile = (await line.simulator.ledger('deliveries')).slice(before.length);
    kafka = await startKafka(port);
    // A program whose Kafka client gave up has ended.
    await line.programs.startFallen();
    await line.simulator.live({ enabled: false });
    await line.simulator.idle();

    expect(meanwhile.length).toBeGreaterThan(AWAY_SECONDS * 3);
    expect(meanwhile.filter(({ status }) => status !== 200)).toEqual([]);
    await eventually(
      async () => expect(await line.sql('SELECT 1 FROM gateway.inbox WHERE published_at IS NULL')).toEqual([]),
      { timeoutMs: 60_000 },
    );
    await completeRun(line, id, 'delta');
    await expectGreen(line, { timeoutMs: 120_000 });
  }, 400_000);
});

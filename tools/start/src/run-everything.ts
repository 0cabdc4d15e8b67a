import { GatewayClient, SIMULATOR, SIMULATOR_EVENT_NUMBERS, SimulatorClient, type LineSettings } from '@halosync/line';
import { Guardian } from '@halosync/supervisor';
import { Crew } from './crew';
import type { DataDirectory } from './data-directory';
import { Demo } from './demo';
import type { StartEnvironment } from './environment';
import { MigrationStamp } from './migration-stamp';
import type { Interruption } from './interruption';
import { reservePorts } from './ports';
import { ProgramLogs } from './program-log';
import { RunFile, type Run } from './run-file';
import type { Screen } from './screen';
import { startLine } from './start-line';
import { isWhole, summaryTable, type Summary } from './summary';
import { whereToLook } from './where-to-look';

export interface StartFlags {
  readonly once: boolean;
  readonly demo: boolean;
  readonly tickets?: number;
}

interface Start {
  readonly root: string;
  readonly flags: StartFlags;
  readonly environment: StartEnvironment;
  readonly data: DataDirectory;
  readonly screen: Screen;
  readonly interruption: Interruption;
}

/** Starts everything, runs the demo, stays until interrupted (or the demo is through), and stops everything. */
export async function runEverything(start: Start): Promise<number> {
  const { data, screen, interruption, environment } = start;
  const guardian = await Guardian.start();
  const logs = new ProgramLogs(data.logs, screen);
  const crew = new Crew(guardian, logs, screen);
  const runFile = new RunFile(data, crew);
  interruption.ifAgain(() => {
    crew.kill();
    data.removeNow('run.json');
    process.exit(130); // the guardian sees to what is left
  });
  try {
    const startedAt = Date.now();
    await data.remove('run.json'); // of a run that was killed
    await data.remove('result.json');
    const ports = await reservePorts(data, gatewayPort(environment));
    const settings = await lineSettings(start, ports.line.ports);
    const { postgres, kafka } = await unlessInterrupted(
      startLine({
        infrastructure: {
          env: environment.all,
          dataDir: data.path,
          logDir: data.logs,
          ports,
          say: (line) => {
            screen.line(line);
          },
        },
        settings,
        ports,
        migrationStamp: await MigrationStamp.of(data.file('migrated'), start.root, environment.all),
        withSimulator: start.flags.demo,
        crew,
        guardian,
        logs,
        screen,
      }),
      interruption.signal,
    );
    screen.line(`All healthy after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
    const run: Run = {
      url: settings.publicUrl,
      databaseUrl: postgres.address,
      kafkaBrokers: kafka.address.split(','),
      adminEmail: settings.adminEmail,
      adminPassword: settings.adminPassword,
    };
    if (!start.flags.demo) {
      await runFile.publish(run);
      screen.settle(whereToLook(run, data.logs));
      await interruption.wait();
      return 0;
    }
    return await runDemo(start, run, runFile, ports.line.ports.http[SIMULATOR]);
  } catch (error) {
    if (interruption.signal.aborted) return 130;
    throw error;
  } finally {
    logs.quiet();
    await runFile.remove();
    await crew.dismiss();
    await guardian.dismiss();
    await logs.close();
  }
}

async function runDemo(
  { flags, data, screen, interruption }: Start,
  bare: Run,
  runFile: RunFile,
  port: number,
): Promise<number> {
  const simulator = new SimulatorClient(`http://127.0.0.1:${String(port)}`);
  const { tenant, clientId, clientSecret } = await simulator.state();
  const run: Run = { ...bare, simulator: { url: simulator.url, tenant, clientId, clientSecret } };
  await runFile.publish(run);

  const gateway = await GatewayClient.signIn(run.url, run.adminEmail, run.adminPassword);
  const demo = await Demo.connect({
    gateway,
    simulator,
    databaseUrl: run.databaseUrl,
    screen,
    interrupted: interruption.signal,
  });
  await runFile.add({ connectionId: demo.connection.id });
  await demo.watchFirstSync();
  if (!flags.once) {
    const soFar = await demo.live();
    screen.settle(['', ...summaryTable(soFar), ...whereToLook(run, data.logs)]);
    await interruption.wait();
    return 0;
  }
  const summary = await demo.liveOnce();
  await data.writeJson('result.json', result(summary));
  screen.settle(['', ...summaryTable(summary), '']);
  if (isWhole(summary)) return 0;
  screen.line(`Not all four entities are complete and equal to Halo; the logs are in ${data.logs}`);
  return 1;
}

function result(summary: Summary): unknown {
  const entities = Object.entries(summary).map(([entity, { inHalo, inPostgres, state }]) => [
    entity,
    { inHalo, inPostgres, state },
  ]);
  return { entities: Object.fromEntries(entities) as unknown };
}

async function lineSettings(
  { root, flags, environment, data }: Start,
  ports: LineSettings['ports'],
): Promise<Omit<LineSettings, 'databaseUrl' | 'kafkaBrokers'>> {
  const env = environment.all;
  return {
    root,
    // With the demo the Halo is ours, and so are the numbers of its events.
    env: flags.demo ? { WEBHOOK_EVENT_NUMBERS: SIMULATOR_EVENT_NUMBERS, ...env } : env,
    ports,
    publicUrl: env.PUBLIC_URL ?? `http://127.0.0.1:${String(ports.http.gateway)}`,
    encryptionKeys: env.ENCRYPTION_KEYS ?? (await data.encryptionKeys()),
    adminEmail: env.ADMIN_EMAIL ?? 'admin@halosync.example',
    adminPassword: env.ADMIN_PASSWORD ?? (await data.adminPassword()),
    simulator: {
      dataDir: data.simulator,
      ...(flags.tickets === undefined ? {} : { env: { SIMULATOR_TICKETS: String(flags.tickets) } }),
    },
  };
}

function gatewayPort({ all }: StartEnvironment): number | undefined {
  return all.PORT === undefined || all.PORT === '' ? undefined : Number(all.PORT);
}

function unlessInterrupted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  work.catch(() => undefined); // after an interruption nobody waits for it any more
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(new Error('interrupted'));
    signal.addEventListener('abort', () => {
      reject(new Error('interrupted'));
    });
    work.then(resolve, reject);
  });
}

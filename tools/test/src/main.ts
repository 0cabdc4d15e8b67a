import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { Guardian } from '@halosync/supervisor';
import { testEnvironment } from './environment';
import { runJest, type JestRun } from './run-jest';
import { keepServers } from './standing-servers';
import { closingLine, splitArguments, sum } from './test-run';
import { testServers } from './test-servers';

const HELP = `npm test [-- unit|int|e2e …] [path or jest option …]
  npm test                          unit, integration and end to end, in order
  npm run test:int -- libs/kafka    the integration tests under a path
  npm run soak:budget -- --minutes 20   two replicas at Halo's own rate, for so long
  npm run soak:backfill             a first sync of 150,000 tickets, killed 20 times
  npm run test:servers              keeps Postgres and Kafka up, for fast runs from other terminals`;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    interruption.abort();
  });

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(HELP);
    return 0;
  }
  const env = testEnvironment();
  await mkdir('.cache', { recursive: true });
  const { kinds, forJest, soakMinutes } = splitArguments(args);
  const isServing = args.includes('servers');
  if (!isServing && kinds.every((kind) => kind === 'unit'))
    return report([await runJest('unit', forJest, env, interruption.signal)]);

  const guardian = await Guardian.start();
  const servers = await testServers(env, guardian);
  try {
    console.log(`Postgres and Kafka: ${servers.described}`);
    if (isServing) {
      await keepServers(servers, interruption.signal);
      return 0;
    }
    const runs: JestRun[] = [];
    for (const kind of kinds) {
      if (interruption.signal.aborted) break;
      if (kind === 'e2e') await build(env);
      runs.push(
        await runJest(
          kind,
          forJest,
          {
            ...env,
            DATABASE_URL: servers.databaseUrl,
            KAFKA_BROKERS: servers.kafkaBrokers,
            HALOSYNC_TEST_RUN: servers.run,
            KAFKAJS_NO_PARTITIONER_WARNING: '1',
            ...(soakMinutes === null ? {} : { HALOSYNC_SOAK_MINUTES: String(soakMinutes) }),
          },
          interruption.signal,
        ),
      );
    }
    return await report(runs);
  } finally {
    await servers.stop();
    await guardian.dismiss();
  }
}

/** The end to end tests run what is built. */
async function build(env: NodeJS.ProcessEnv): Promise<void> {
  const code = await new Promise<number | null>((resolve, reject) => {
    const npm = spawn('npm', ['run', '--silent', 'build'], {
      env: { ...env, NX_TUI: 'false', NX_DAEMON: 'false' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    npm.once('error', reject);
    npm.once('exit', resolve);
  });
  if (code !== 0) throw new Error('the programs do not build, so the end to end tests have nothing to run: see above');
}

async function report(runs: readonly JestRun[]): Promise<number> {
  const total = sum(runs.map((run) => run.totals));
  console.log('');
  for (const { kind, totals, seconds } of runs) {
    console.log(`${kind.padEnd(5)} ${closingLine(totals).padEnd(40)} ${seconds.toFixed(0).padStart(4)} s`);
  }
  // For .ci/run: npm may say something after us, and this line has to be the last one.
  await writeFile('.cache/closing-line', `${closingLine(total)}\n`);
  console.log(closingLine(total));
  return total.failed > 0 || interruption.signal.aborted ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

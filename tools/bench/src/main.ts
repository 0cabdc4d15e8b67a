import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { Guardian } from '@halosync/supervisor';
import { benchArguments, GROUPS, ROUNDS_TO_WRITE, type Group } from './arguments';
import type { Finding } from './finding';
import { load, machine } from './machine';
import { placed, table } from './report';
import { ingress } from './rows/ingress';
import { latency } from './rows/latency';
import { sink } from './rows/sink';
import { upsert } from './rows/upsert';
import { benchServers } from './servers';
import { onStage, type Stage } from './stage';

const HELP = `npm run bench [-- --only ${GROUPS.join(',')}] [-- --rounds 5]
  Each part beside its peers, in turns, round by round. Five rounds or more are written to docs/benchmarks.md.
  Servers: DATABASE_URL and KAFKA_BROKERS where both are set, else a Postgres and a Kafka of its own.`;

const PAGE = 'docs/benchmarks.md';

const parts: Readonly<Record<Group, (stage: Stage, rounds: number) => Promise<Finding[]>>> = {
  ingress,
  sink,
  upsert,
  latency,
};

async function main(args: readonly string[]): Promise<void> {
  const { groups, rounds, help } = benchArguments(args);
  if (help) {
    console.log(HELP);
    return;
  }
  if (!existsSync('dist/gateway/main.js')) throw new Error('The programs are not built. Run: npm run build');
  const guardian = await Guardian.start();
  const servers = await benchServers(process.env, guardian);
  try {
    console.log(`Postgres and Kafka: ${servers.described}`);
    await onStage(servers, guardian, say, async (stage) => {
      for (const group of groups) {
        const conditions = await machine(stage.pool, servers.described, rounds);
        const result = `${table(await parts[group](stage, rounds))}\n\n${conditions}, after ${load()}`;
        console.log(`\n${result}\n`);
        if (rounds >= ROUNDS_TO_WRITE) await writeFile(PAGE, placed(await readFile(PAGE, 'utf8'), group, result));
      }
    });
    console.log(
      rounds >= ROUNDS_TO_WRITE ? `written to ${PAGE}` : `not written: fewer than ${String(ROUNDS_TO_WRITE)} rounds`,
    );
  } finally {
    await servers.stop();
    await guardian.dismiss();
  }
}

const startedAt = Date.now();

function say(line: string): void {
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  console.log(`${String(seconds).padStart(5)} s  ${line}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

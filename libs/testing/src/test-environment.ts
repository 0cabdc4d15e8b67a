import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface TestServers {
  readonly databaseUrl: string;
  readonly kafkaBrokers: readonly string[];
  /** Names this run's databases and topics; who started the run drops what bears it. */
  readonly run: string;
}

const running = z.object({ pid: z.number(), databaseUrl: z.string(), kafkaBrokers: z.string() });

/** The servers of this run: tools/test starts them and says where they are. */
export function testServers(): TestServers {
  const { DATABASE_URL, KAFKA_BROKERS, HALOSYNC_TEST_RUN } = process.env;
  const found =
    DATABASE_URL !== undefined && KAFKA_BROKERS !== undefined
      ? { databaseUrl: DATABASE_URL, kafkaBrokers: KAFKA_BROKERS }
      : standingServers();
  return {
    databaseUrl: found.databaseUrl,
    kafkaBrokers: found.kafkaBrokers.split(','),
    run: HALOSYNC_TEST_RUN ?? process.pid.toString(36),
  };
}

/** The servers that `npm run test:servers` keeps up in another terminal. */
function standingServers(): z.output<typeof running> {
  try {
    const servers = running.parse(JSON.parse(readFileSync('.cache/test-servers.json', 'utf8')));
    process.kill(servers.pid, 0);
    return servers;
  } catch (cause) {
    throw new Error(
      'This test needs Postgres and Kafka. Run it by `npm run test:int -- <path>`, which starts them, ' +
        'or keep them up in another terminal with `npm run test:servers`.',
      { cause },
    );
  }
}

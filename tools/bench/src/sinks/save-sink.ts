import { join } from 'node:path';
import { startPeer } from '../peer-process';
import { rowsPerSecond } from '../rows-per-second';
import type { Stage } from '../stage';
import { makeTable, ticketColumns } from '../table-columns';
import type { FlatRow, SinkContender } from './sink-contender';

// A row takes it milliseconds: as many rows as the others get would take minutes.
const ROWS = 2_000;

/** `@EventPattern` and `repository.save`, as tutorials have it, with two partitions at once and two connections. */
export async function saveSink(stage: Stage, rows: readonly FlatRow[]): Promise<SinkContender> {
  const { pool, guardian, folder, settings, publisher } = stage;
  const prefix = await stage.topicsFor('save');
  const topic = `${prefix}.ticket.received`;
  await makeTable(pool, 'save');
  const columns = await ticketColumns(pool);
  const messages = rows.slice(0, ROWS).map((row) => ({
    topic,
    key: JSON.stringify(row['halo_id']),
    value: Buffer.from(JSON.stringify(row)),
    headers: {},
  }));
  return {
    name: 'repository.save',
    measure: async () => {
      await pool.query('TRUNCATE bench.save');
      await publisher.send(messages);
      const peer = await startPeer('nest-save', {
        guardian,
        logFile: join(folder, 'nest-save.log'),
        env: {
          BROKERS: settings.kafkaBrokers.join(','),
          DATABASE_URL: settings.databaseUrl,
          TOPIC: topic,
          GROUP: `${prefix}-peer`,
          TABLE: 'save',
          COLUMNS: JSON.stringify(columns),
        },
      });
      const rate = await rowsPerSecond(pool, { sql: 'SELECT count(*) FROM bench.save' }, messages.length);
      await peer.process.stop();
      return rate;
    },
    stop: () => Promise.resolve(),
  };
}

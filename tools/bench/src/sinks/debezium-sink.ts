import { rowsPerSecond } from '../rows-per-second';
import type { Stage } from '../stage';
import { makeTable, ticketColumns } from '../table-columns';
import { connectMessage } from './connect-message';
import { ConnectWorker } from './connect-worker';
import type { FlatRow, SinkContender } from './sink-contender';

const TASKS = 2;
const BATCH = 500;

/**
 * The Debezium JDBC sink, `insert.mode=upsert`, in Kafka Connect standalone. One worker lives through all rounds and stays
 * warm; between them its connector is paused.
 */
export async function debeziumSink(stage: Stage, rows: readonly FlatRow[]): Promise<SinkContender> {
  const { pool, publisher } = stage;
  const topic = `${await stage.topicsFor('debezium')}.ticket.received`;
  await makeTable(pool, 'debezium');
  const columns = await ticketColumns(pool);
  const messages = rows.map((row) => connectMessage(topic, columns, row));
  const worker = await ConnectWorker.start(stage);
  const connector = worker.connector('debezium');
  await connector.create(sinkConfig(stage, topic));
  const measure = async (): Promise<number> => {
    await connector.pause();
    await pool.query('TRUNCATE bench.debezium');
    await publisher.send(messages);
    await connector.resume();
    return rowsPerSecond(pool, { sql: 'SELECT count(*) FROM bench.debezium' }, messages.length);
  };
  stage.say('Debezium gets warm');
  await measure();
  return { name: 'Debezium', measure, stop: () => worker.stop() };
}

function sinkConfig({ settings }: Stage, topic: string): Record<string, string> {
  const { hostname, port, pathname, username, password } = new URL(settings.databaseUrl);
  return {
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': String(TASKS),
    topics: topic,
    // The driver's own way to send a batch as one statement: without it Debezium is slower.
    'connection.url': `jdbc:postgresql://${hostname}:${port}${pathname}?reWriteBatchedInserts=true`,
    'connection.username': decodeURIComponent(username),
    'connection.password': decodeURIComponent(password),
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_value',
    'primary.key.fields': 'connection_id,halo_id',
    'schema.evolution': 'none',
    'collection.name.format': 'bench.debezium',
    'batch.size': String(BATCH),
    'consumer.override.max.poll.records': String(BATCH),
  };
}

import { copyMessage, uuidv7 } from '@halosync/contracts';
import { rowsPerSecond } from '../rows-per-second';
import type { Stage } from '../stage';
import type { FlatRow, SinkContender } from './sink-contender';

// A connection of its own: what Save And Sync has begun to read does not count.
const CONNECTION = '0192f000-0000-7000-8000-000000000001';
const TABLES = ['ticket', 'ticket_version', 'processed', 'tally', 'touch'].map((name) => `ticket_service.${name}`);

/** The ticket service as it is built. `rows` are what it made of the tickets. */
export async function serviceSink(stage: Stage): Promise<SinkContender & { readonly rows: readonly FlatRow[] }> {
  const { pool, programs } = stage;
  const measure = async (): Promise<number> => {
    await pool.query(`TRUNCATE ${TABLES.join(', ')}`);
    await publish(stage);
    await programs.start('ticket-service');
    const sql = 'SELECT count(*) FROM ticket_service.ticket WHERE connection_id = $1';
    const rate = await rowsPerSecond(pool, { sql, values: [CONNECTION] }, stage.tickets.length);
    await programs.stop('ticket-service');
    return rate;
  };
  stage.say(`the ticket service makes rows of ${String(stage.tickets.length)} tickets`);
  await measure();
  const { rows } = await pool.query<{ row: FlatRow }>(
    'SELECT to_jsonb(t) AS row FROM ticket_service.ticket AS t WHERE connection_id = $1',
    [CONNECTION],
  );
  return { name: 'ticket service', measure, stop: () => Promise.resolve(), rows: rows.map(({ row }) => row) };
}

/** As the gateway's relay publishes webhooks that carry whole records. */
async function publish({ publisher, topicPrefix, tickets }: Stage): Promise<void> {
  const knownAt = new Date();
  const messages = tickets.map(({ id, json }) =>
    copyMessage(
      topicPrefix,
      'ticket',
      {
        connectionId: CONNECTION,
        haloId: id,
        generation: 1,
        deliveryId: uuidv7(),
        part: 0,
        kind: 'webhook',
        learnedBy: 'webhook',
        isWhole: true,
        knownAt,
        validFrom: null,
        runId: null,
        callId: null,
      },
      Buffer.from(json),
    ),
  );
  await publisher.send(messages);
}

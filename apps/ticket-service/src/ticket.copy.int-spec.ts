import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HalosyncClient } from '@halosync/client';
import { loadConfig } from '@halosync/config';
import type { ServedEntity } from '@halosync/ingest/testing';
import { aRecordReceived, servedEntity } from '@halosync/ingest/testing';
import { Publisher, createTopics, deleteTopics, kafkaOptions } from '@halosync/kafka';
import { silentLog } from '@halosync/observability';
import type { TestDatabase } from '@halosync/testing';
import { eventually, kafkaBrokers, testDatabase, testTopics } from '@halosync/testing';
import pg from 'pg';
import { z } from 'zod';
import { ticketProgram } from './ticket.program';

const root = join(__dirname, '../../..');
const { COPY_KILLS } = loadConfig({ COPY_KILLS: z.coerce.number().default(5) });
const PATIENT = { timeoutMs: 60_000, intervalMs: 250 };

jest.setTimeout(120_000 + COPY_KILLS * 5_000);

describe('a copy of the tables, from the feed alone', () => {
  const prefix = testTopics('copy');
  const kafka = kafkaOptions({ KAFKA_BROKERS: kafkaBrokers(), KAFKA_SSL: false }, 'test', silentLog);
  const layout = { prefix, partitions: 3, replication: 1 };
  let service: ServedEntity;
  const databases: TestDatabase[] = [];
  let running: ChildProcess | undefined;

  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'tools/build/build.mjs'), 'copy-tables'], { cwd: root });
    await createTopics(kafka, layout);
    service = await servedEntity(ticketProgram, { topicPrefix: prefix, publisher: () => new Publisher(kafka) });
  });
  afterEach(async () => kill());
  afterAll(async () => {
    await service.close();
    for (const database of databases) await database.drop();
  });

  const start = (source: 'grpc' | 'kafka', copy: TestDatabase): void => {
    running = spawn(process.execPath, [join(root, 'dist/copy-tables/main.js'), source], {
      stdio: 'ignore',
      env: {
        COPY_DATABASE_URL: copy.url,
        COPY_ENTITIES: 'ticket',
        TICKET_SERVICE_GRPC_URL: service.address,
        KAFKA_BROKERS: kafkaBrokers().join(','),
        TOPIC_PREFIX: prefix,
        KAFKA_SESSION_SECONDS: '6',
      },
    });
  };
  const kill = async (): Promise<void> => {
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const exit = once(running, 'exit');
    running.kill('SIGKILL');
    await exit;
  };
  const emptyCopy = async (): Promise<TestDatabase> => {
    const database = await testDatabase('copy');
    databases.push(database);
    return database;
  };
  /** Tickets made, changed, deleted and made again, in any order. */
  const live = async (chunks: number): Promise<void> => {
    for (let chunk = 0; chunk < chunks; chunk++) {
      const messages = Array.from({ length: 20 }, () => {
        const id = 1 + Math.floor(Math.random() * 150);
        const document = {
          id,
          summary: `Drucker „${String(Math.random())}“ ✓`,
          timetaken: Math.round(Math.random() * 1_000) / 100,
          dateoccurred: new Date(Date.now() - Math.random() * 1e10).toISOString(),
          category_2: id % 3 === 0 ? null : 'a>b',
          customfields: [{ name: 'CFa', value: Math.random() > 0.5 ? null : 12.5 }],
          last_update: new Date().toISOString(),
        };
        return aRecordReceived('ticket', id, Math.random() < 0.15 ? null : document);
      });
      await service.take(...messages);
      service.kick();
      await sleep(20);
    }
  };
  const rowsOf = async <Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC' });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const cursorOf = async (copy: TestDatabase): Promise<number> => {
    const [row] = await rowsOf<{ cursor: string }>(copy.url, 'SELECT cursor FROM copy.feed').catch(() => []);
    return Number(row?.cursor ?? 0);
  };
  /** Every row as text, byte for byte; the typed columns too where the copy has them. */
  const inCopy = (copy: TestDatabase, columns: string): Promise<unknown[]> =>
    rowsOf(copy.url, `SELECT ${columns} FROM copy.tickets_all ORDER BY connection_id, halo_id`);
  const inHalo = (columns: string): Promise<unknown[]> =>
    service.dataSource.query(`SELECT ${columns} FROM halo.tickets_all ORDER BY connection_id, halo_id`);
  const ROW = `halo_id, revision, learned_by, date_trunc('milliseconds', deleted_at)::text AS deleted_at, raw::text AS raw`;

  it(`by gRPC: killed ${String(COPY_KILLS)} times at random, it ends equal, column by column`, async () => {
    const copy = await emptyCopy();
    const writing = live(10 + COPY_KILLS * 5);
    for (let n = 0; n < COPY_KILLS; n++) {
      const held = await cursorOf(copy);
      start('grpc', copy);
      // In the midst of what it does: up to a hundred changes further, or a moment later where there are no more.
      const goal = held + Math.ceil(Math.random() * 100);
      await eventually(async () => expect(await cursorOf(copy)).toBeGreaterThanOrEqual(goal), {
        timeoutMs: 5_000,
        intervalMs: 10,
      }).catch(() => undefined);
      await kill();
    }
    await writing;
    start('grpc', copy);
    await eventually(async () => expect(await inCopy(copy, ROW)).toEqual(await inHalo(ROW)), PATIENT);
    const typed = ['summary', 'time_taken', 'category_2', 'is_closed', 'status_id'];
    expect(
      await inCopy(
        copy,
        `${typed.map((name) => `record ->> '${camel(name)}' AS ${name}`).join(', ')}, (record ->> 'dateOccurred')::timestamptz::text AS at, (record ->> 'customFieldsJson')::jsonb::text AS fields`,
      ),
    ).toEqual(
      await inHalo(
        `${typed.map((name) => `${name}::text`).join(', ')}, date_occurred::text AS at, custom_fields::text AS fields`,
      ),
    );
  });

  it('by Kafka: killed at random, it ends equal; a topic that was wiped is filled again, and an empty copy ends equal too', async () => {
    const copy = await emptyCopy();
    const writing = live(60);
    for (let n = 0; n < 2; n++) {
      start('kafka', copy);
      await sleep(3_000 + Math.random() * 2_000);
      await kill();
    }
    await writing;
    start('kafka', copy);
    await eventually(async () => expect(await inCopy(copy, ROW)).toEqual(await inHalo(ROW)), PATIENT);
    await kill();

    await deleteTopics(kafka, [`${prefix}.ticket.changed`]);
    await eventually(() => createTopics(kafka, layout), PATIENT);
    await live(5);
    const client = new HalosyncClient({ tickets: service.address });
    expect((await client.tickets.republish({ afterPosition: 0 })).changes).toBeGreaterThan(500);
    client.close();
    await live(5);
    const again = await emptyCopy();
    start('kafka', again);
    await eventually(async () => expect(await inCopy(again, ROW)).toEqual(await inHalo(ROW)), PATIENT);
  });
});

const camel = (name: string): string =>
  name.replace(/_(\d)/g, '$1').replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

import { Secret } from '@halosync/config';
import type { OutgoingMessage } from '@halosync/contracts';
import type { IncomingMessage } from '@halosync/kafka';
import { silentLog } from '@halosync/observability';
import { createDataSource, migrate } from '@halosync/persistence';
import { templateDatabase, testDatabase } from '@halosync/testing';
import type { DataSource } from 'typeorm';
import { buryMessage } from '../src/dead-letters';
import { decodeMessage } from '../src/decode-message';
import type { EntityProgram } from '../src/entity-program';
import { schemaName } from '../src/entity-program';
import { EntityService } from '../src/entity.service';
import { FeedHead } from '../src/feed/feed-head';
import type { Outcomes } from '../src/record-store';
import { RecordStore } from '../src/record-store';
import { takeChunk } from '../src/take-chunk';

/** An entity's line from message to row on a database of its own, without Kafka. */
export interface EntityFixture {
  readonly dataSource: DataSource;
  take(...messages: IncomingMessage[]): Promise<Outcomes>;
  row(haloId: number): Promise<Record<string, unknown> | undefined>;
  versions(haloId: number): Promise<{ revision: number; operation: string; changed: string[] }[]>;
  /** Another pool on the same database. */
  connect(): Promise<DataSource>;
  touches(): Promise<{ halo_id: string; reason: string }[]>;
  /** What others may ask of the service; what it sends down the line again is taken at once. */
  readonly service: EntityService;
  close(): Promise<void>;
}

export async function entityFixture(program: EntityProgram): Promise<EntityFixture> {
  const { definition } = program;
  const open = (url: string): DataSource =>
    createDataSource({
      url: new Secret(url),
      schema: schemaName(definition.name),
      applicationName: 'test',
      poolSize: 4,
      entities: [definition.row],
      migrations: program.migrations,
    });
  const template = await templateDatabase(`${definition.name}-service`, async (url) => void (await migrate(open(url))));
  const database = await testDatabase(definition.name, template);
  const dataSource = await open(database.url).initialize();
  const store = new RecordStore(dataSource, definition);
  const take = (...messages: IncomingMessage[]): Promise<Outcomes> =>
    takeChunk(messages, {
      decode: (message) => decodeMessage(definition, message),
      store: (candidates) => store.store(candidates),
      bury: (message, failure, error) => buryMessage(dataSource, message, failure, error),
      log: silentLog,
    });
  let offset = 1_000_000;
  const send = async (messages: readonly OutgoingMessage[]): Promise<void> =>
    void (await take(...messages.map((message) => ({ ...message, partition: 0, offset: String(offset++) }))));
  return {
    dataSource,
    take,
    service: new EntityService(
      definition,
      program.published,
      dataSource,
      { send, close: () => Promise.resolve() },
      { kick: () => undefined },
      new FeedHead(dataSource, silentLog),
    ),
    row: async (haloId) =>
      (
        await dataSource.query<Record<string, unknown>[]>(
          `SELECT * FROM halo.${definition.name}s_all WHERE halo_id = $1`,
          [haloId],
        )
      )[0],
    versions: (haloId) =>
      dataSource.query(
        `SELECT revision, operation, changed FROM "${definition.name}_version" WHERE halo_id = $1 ORDER BY revision`,
        [haloId],
      ),
    connect: () => open(database.url).initialize(),
    touches: () => dataSource.query('SELECT halo_id, reason FROM touch ORDER BY id'),
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

import { entityNames } from '@halosync/contracts';
import { grpcTlsVariables, kafkaVariables, loadConfig, secret, servicePeers } from '@halosync/config';
import pg from 'pg';
import { z } from 'zod';
import { createCopyTables } from './copy-tables';
import { copyFromFeed } from './copy-from-feed';
import { copyFromKafka } from './copy-from-kafka';

const own = {
  COPY_DATABASE_URL: secret('Postgres where the copy is kept, in a schema named copy.'),
  COPY_ENTITIES: z
    .string()
    .default(entityNames.join(','))
    .transform((text) => z.array(z.enum(entityNames)).parse(text.split(',')))
    .describe('Which of ticket, site, user, invoice to copy, comma-separated.'),
};

const [source] = process.argv.slice(2);
const feed = { ...own, ...servicePeers, ...grpcTlsVariables };
const kafka = { ...own, ...kafkaVariables };
const config = loadConfig(own);
const pool = new pg.Pool({ connectionString: config.COPY_DATABASE_URL.reveal(), max: 4 });
await createCopyTables(pool, config.COPY_ENTITIES);
if (source === 'kafka') await copyFromKafka(pool, config.COPY_ENTITIES, loadConfig(kafka));
else if (source === 'grpc') await copyFromFeed(pool, config.COPY_ENTITIES, loadConfig(feed));
else {
  console.error('Say from where to copy: node main.js grpc, or node main.js kafka.');
  process.exit(2);
}

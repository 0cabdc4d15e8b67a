export { cacheDirectory } from './cache-directory';
export { dockerAnswers, dockerHas } from './docker';
export { removeCluster } from './cluster-directory';
export { embeddedKafka, type EmbeddedKafkaOptions } from './embedded-kafka';
export { embeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres';
export { MissingServer } from './missing-server';
export { secretFile } from './secret-file';
export type { Server } from './server';
export { startEmbeddedKafka, startEmbeddedPostgres, type StartedServer, type StartOptions } from './start-embedded';

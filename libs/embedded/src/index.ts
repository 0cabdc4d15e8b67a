export { cacheDirectory } from './cache-directory';
export { removeCluster } from './cluster-directory';
export { dockerAnswers, removeDockerData } from './docker';
export { findKafka, findPostgres, type FoundServer, type InfrastructureOptions } from './find-infrastructure';
export { MissingServer } from './missing-server';
export { secretFile } from './secret-file';
export { startEmbeddedKafka, startEmbeddedPostgres, type StartedServer, type StartOptions } from './start-embedded';

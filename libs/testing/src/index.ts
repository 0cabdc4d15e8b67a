export { committedFile } from './committed-file';
export { eventually } from './eventually';
export { kafkaBrokers } from './kafka-brokers';
export { templateDatabase, testDatabase, type Template, type TestDatabase } from './test-database';
export { testServers, type TestServers } from './test-environment';
export { testTopics } from './test-topics';

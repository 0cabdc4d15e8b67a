import { testServers } from './test-environment';

/** The brokers of this run, each `host:port`. */
export function kafkaBrokers(): readonly string[] {
  return testServers().kafkaBrokers;
}

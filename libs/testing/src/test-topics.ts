import { randomBytes } from 'node:crypto';
import { testServers } from './test-environment';

/**
 * A topic prefix nobody else uses (the value for TOPIC_PREFIX): with `<prefix>.ticket.received` and so on, tests share
 * one broker without seeing each other. Consumer groups want it too.
 */
export function testTopics(name = 'test'): string {
  return `${name}-${testServers().run}-${randomBytes(4).toString('hex')}`;
}

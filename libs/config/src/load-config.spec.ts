import { inspect } from 'node:util';
import { loadConfig, loggableConfig } from './load-config';
import { Secret } from './secret';
import { databaseVariables, encryptionKeys, kafkaVariables, programVariables } from './variables';

const shape = {
  ...programVariables({ port: 3000 }),
  ...databaseVariables,
  ...kafkaVariables,
  ENCRYPTION_KEYS: encryptionKeys,
};
const key = Buffer.alloc(32, 7).toString('base64');
const good = { DATABASE_URL: 'postgres://u:hunter2@db/x', KAFKA_BROKERS: 'a:1, b:2', ENCRYPTION_KEYS: `k1:${key}` };

describe('loadConfig', () => {
  it('gives defaults and parsed values', () => {
    const config = loadConfig(shape, { ...good, PORT: '', LOG_LEVEL: 'debug' });
    expect(config).toMatchObject({
      PORT: 3000,
      LOG_LEVEL: 'debug',
      KAFKA_BROKERS: ['a:1', 'b:2'],
      TOPIC_PREFIX: 'halo',
    });
    expect(config.ENCRYPTION_KEYS[0]?.key).toHaveLength(32);
  });

  it('reports every problem at once, by name', () => {
    expect(() => loadConfig(shape, { PORT: 'abc', ENCRYPTION_KEYS: 'k1:short' })).toThrow(
      /PORT.*DATABASE_URL: is missing.*KAFKA_BROKERS.*ENCRYPTION_KEYS/s,
    );
  });

  it('never shows a secret', () => {
    const config = loadConfig(shape, good);
    const shown =
      inspect(config.DATABASE_URL) + JSON.stringify(loggableConfig(shape, config)) + String(new Secret('hunter2'));
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain(key);
  });
});

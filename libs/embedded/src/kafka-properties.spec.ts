import { kafkaProperties } from './kafka-properties';

describe('the broker', () => {
  const lines = kafkaProperties({
    listen: '127.0.0.1:19092',
    advertise: '127.0.0.1:19092',
    controllerPort: 19_093,
    dataDirectory: '/data',
  }).split('\n');

  it('listens on the loopback address only', () => {
    expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093');
    expect(lines).toContain('controller.quorum.voters=1@127.0.0.1:19093');
  });

  it('in a container tells clients the port outside, and reaches itself inside', () => {
    const inside = kafkaProperties({
      listen: '0.0.0.0:9092',
      advertise: '127.0.0.1:19092',
      internalPort: 9_093,
      controllerPort: 9_094,
      dataDirectory: '/data',
    }).split('\n');
    expect(inside).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:19092,INTERNAL://127.0.0.1:9093');
    expect(inside).toContain('inter.broker.listener.name=INTERNAL');
  });

  it('makes no topic by itself and takes messages larger than a topic may', () => {
    expect(lines).toContain('auto.create.topics.enable=false');
    const largest = Number(lines.find((line) => line.startsWith('message.max.bytes='))?.split('=')[1]);
    expect(largest).toBeGreaterThan(4 * 1024 * 1024);
  });
});

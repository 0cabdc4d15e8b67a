export interface BrokerAddress {
  readonly port: number;
  readonly controllerPort: number;
  readonly dataDirectory: string;
}

// Records of up to 1 MiB travel with their fields before and after: topics allow 4 MiB, the broker a little more.
const LARGEST_MESSAGE = 5 * 1024 * 1024;

/** server.properties of one broker that is its own controller, on the loopback address. */
export function kafkaProperties({ port, controllerPort, dataDirectory }: BrokerAddress): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${String(controllerPort)}`,
    listeners: `PLAINTEXT://127.0.0.1:${String(port)},CONTROLLER://127.0.0.1:${String(controllerPort)}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${String(port)}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': dataDirectory,
    'auto.create.topics.enable': false,
    'message.max.bytes': LARGEST_MESSAGE,
    // A broker alone: nothing to replicate to, nobody to wait for.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // Killed and started again, it is let back in when the session of its former life is over: 9 s by default.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 1_000,
    // Small: a laptop's heap, and a hundred partitions whose index files are laid out in full beforehand.
    'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
    'log.segment.bytes': 128 * 1024 * 1024,
    'log.index.size.max.bytes': 1024 * 1024,
    'num.io.threads': 4,
    'background.threads': 4,
  })
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}

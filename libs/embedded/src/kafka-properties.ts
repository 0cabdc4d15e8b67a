export interface Broker {
  /** Where it listens for clients, and the address that it tells them. */
  readonly listen: string;
  readonly advertise: string;
  readonly controllerPort: number;
  /** Where it reaches itself, if that is not the address that clients use (in a container). */
  readonly internalPort?: number;
  readonly dataDirectory: string;
}

// Any 22 characters of base64url will do, and one broker needs no other to know it.
export const CLUSTER_ID = 'aGFsb3N5bmMtZW1iZWRkZQ';

// Records of up to 1 MiB travel with their fields before and after: topics allow 4 MiB, the broker a little more.
const LARGEST_MESSAGE = 5 * 1024 * 1024;

/** server.properties of one broker that is its own controller. */
export function kafkaProperties(broker: Broker): string {
  const { listen, advertise, controllerPort, internalPort, dataDirectory } = broker;
  const internal = internalPort === undefined ? [] : [`INTERNAL://127.0.0.1:${String(internalPort)}`];
  const controller = `127.0.0.1:${String(controllerPort)}`;
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${controller}`,
    listeners: [`PLAINTEXT://${listen}`, ...internal, `CONTROLLER://${controller}`].join(','),
    'advertised.listeners': [`PLAINTEXT://${advertise}`, ...internal].join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': internalPort === undefined ? 'PLAINTEXT' : 'INTERNAL',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT',
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

import type { Metrics } from '@halosync/observability';
import type { Health } from '@halosync/service-host';
import type { ChunkTransportOptions } from './chunk-transport';
import { ChunkTransport } from './chunk-transport';

/**
 * A program's way in from Kafka, seen from outside: its lag is a metric, a consumer that ended fails liveness, one that
 * has not joined its group keeps the program from being ready.
 */
export function watchedTransport(
  health: Health,
  metrics: Metrics,
  options: Omit<ChunkTransportOptions, 'onLag'>,
): ChunkTransport {
  const lag = metrics.gauge('consumer_lag', 'Messages that wait, by partition.', ['topic', 'partition']);
  const transport = new ChunkTransport({
    ...options,
    onLag: (topic, partition, messages) => lag.set({ topic, partition: String(partition) }, messages),
  });
  health.add({ name: 'consumer', isLiveness: true, check: () => demand(transport.isAlive()) });
  health.add({ name: 'group', check: () => demand(transport.isJoined()) });
  return transport;
}

function demand(isSo: boolean): void {
  if (!isSo) throw new Error('not yet');
}

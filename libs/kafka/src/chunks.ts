import type { KafkaMessage } from 'kafkajs';
import type { Chunk, IncomingMessage } from './incoming-message';

const MAX_MESSAGES = 500;
const MAX_BYTES = 8 * 1024 * 1024;

/** Cuts a fetched batch into chunks, each of them one transaction of its handler. */
export function* chunks(topic: string, partition: number, messages: readonly KafkaMessage[]): Generator<Chunk> {
  let chunk: IncomingMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = message.value?.length ?? 0;
    if (chunk.length > 0 && (chunk.length >= MAX_MESSAGES || bytes + size > MAX_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(incoming(topic, partition, message));
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

function incoming(topic: string, partition: number, message: KafkaMessage): IncomingMessage {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    // A repeated header: the last one counts.
    headers[name] = (Array.isArray(value) ? value.at(-1) : value)?.toString();
  }
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key?.toString() ?? null,
    value: message.value,
    headers,
  };
}

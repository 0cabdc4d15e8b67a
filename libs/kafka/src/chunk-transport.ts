import type { CustomTransportStrategy } from '@nestjs/microservices';
import { Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { AppError } from '@halosync/errors';
import type { ChunkConsumerOptions } from './chunk-consumer';
import { ChunkConsumer } from './chunk-consumer';
import type { Chunk } from './incoming-message';

export type ChunkTransportOptions = Omit<ChunkConsumerOptions, 'topics' | 'handle'> & { readonly topicPrefix: string };

/** Controllers name it, so that gRPC handlers and chunk handlers of one program keep apart. */
export const CHUNKS = Symbol('chunks');

/**
 * Nest's way in: a controller's `@EventPattern('ticket.received', CHUNKS)` gets whole chunks of that topic. Nest's own
 * Kafka transport hands over one message at a time and keeps offsets out of reach.
 */
export class ChunkTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = CHUNKS;
  #consumer: ChunkConsumer | undefined;

  constructor(private readonly options: ChunkTransportOptions) {
    super();
  }

  /** Starts in the background: health pages answer before the group is joined, which may take a session's length. */
  listen(callback: (error?: unknown) => void): void {
    const topics = [...this.messageHandlers.keys()].map((pattern) => `${this.options.topicPrefix}.${pattern}`);
    this.#consumer = new ChunkConsumer({ ...this.options, topics, handle: (chunk) => this.#dispatch(chunk) });
    this.#consumer
      .start()
      .catch((error: unknown) => this.options.onCrash(error instanceof Error ? error : new Error(String(error))));
    callback();
  }

  async close(): Promise<void> {
    await this.#consumer?.stop();
  }

  isAlive(): boolean {
    return this.#consumer?.isAlive() ?? true;
  }

  isJoined(): boolean {
    return this.#consumer?.isJoined() ?? false;
  }

  override on(): never {
    throw new Error('This transport has no events.');
  }

  override unwrap<T>(): T {
    throw new Error('This transport does not hand out its client.');
  }

  async #dispatch(chunk: Chunk): Promise<void> {
    const topic = chunk[0]?.topic ?? '';
    const handler = this.messageHandlers.get(topic.slice(this.options.topicPrefix.length + 1));
    if (handler === undefined) throw new AppError('internal', `Nobody handles ${topic}.`);
    const answer: unknown = await handler(chunk, undefined);
    // Nest wraps what a handler returns, and what it throws, in a stream.
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
  }
}

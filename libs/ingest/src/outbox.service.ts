import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { OutgoingMessage } from '@halosync/contracts';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import type { RelayStore } from '@halosync/persistence';
import { KickedLoop, RELAY_BATCH, relayOnce } from '@halosync/persistence';

interface Waiting {
  readonly message: OutgoingMessage;
}

/** Anything that sends messages and returns when the broker has them. */
export interface Publishes {
  send(messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** Publishes what a service has committed: changes, touches, dead letters, each by a loop of its own. */
@Injectable()
export class Outbox implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: readonly KickedLoop[];

  constructor(
    stores: readonly RelayStore<Waiting>[],
    private readonly publisher: Publishes,
    log: Log,
  ) {
    this.#loops = stores.map(
      (store) =>
        new KickedLoop({
          pollMs: 1_000,
          round: async () =>
            (await relayOnce(store, (rows) => publisher.send(rows.map(({ message }) => message)))) === RELAY_BATCH,
          onError: (error, attempt) => log.warn('outbox waits', { attempt, ...errorFields(error) }),
        }),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  /** Something was committed. */
  kick(): void {
    for (const loop of this.#loops) loop.kick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await this.publisher.close();
  }
}

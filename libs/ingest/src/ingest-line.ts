import type { IncomingMessage } from '@halosync/kafka';
import type { Chunk } from '@halosync/kafka';
import type { Log, Metrics } from '@halosync/observability';
import type { DataSource } from 'typeorm';
import { buryMessage } from './dead-letters';
import { decodeMessage } from './decode-message';
import type { AnyEntityDefinition } from './entity-definition';
import type { Outbox } from './outbox.service';
import { RecordStore } from './record-store';
import { takeChunk } from './take-chunk';

/** From a chunk of messages to committed rows: decode, decide, store, and a kick for the outbox. */
export class IngestLine {
  readonly #store: RecordStore;
  readonly #records;
  readonly #seconds;

  constructor(
    private readonly definition: AnyEntityDefinition,
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.#store = new RecordStore(dataSource, definition);
    this.#records = metrics.counter('records_total', 'Copies taken, by what became of them.', ['entity', 'outcome']);
    this.#seconds = metrics.histogram('record_seconds', 'Time per copy, from chunk to commit.', ['entity']);
  }

  async take(chunk: Chunk): Promise<void> {
    const started = performance.now();
    const outcomes = await takeChunk(chunk, {
      decode: (message: IncomingMessage) => decodeMessage(this.definition, message),
      store: (candidates) => this.#store.store(candidates),
      bury: (message, failure, error) => buryMessage(this.dataSource, message, failure, error),
      log: this.log,
    });
    this.outbox.kick();
    const entity = this.definition.name;
    for (const [outcome, count] of Object.entries(outcomes)) this.#records.inc({ entity, outcome }, count);
    this.#seconds.observe({ entity }, (performance.now() - started) / 1000 / chunk.length);
    this.log.info('records decided', {
      entity,
      records: chunk.length,
      ms: Math.round(performance.now() - started),
      ...outcomes,
    });
  }
}

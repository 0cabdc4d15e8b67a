import type { entityProto } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import { closeConnection } from './close-connection';
import { DeadLetterList } from './dead-letter-list';
import type { AnyEntityDefinition } from './entity-definition';
import type { Publishes } from './outbox.service';
import { FoundChanges } from './found-changes';
import type { PublicEntity } from './public-views';
import type { FeedCall } from './feed/stream-changes';
import { streamChanges } from './feed/stream-changes';
import type { FeedHead } from './feed/feed-head';
import { FeedReader } from './feed/feed-reader';
import type { RepublishFrom } from './feed/republish';
import { republishChanges } from './feed/republish';
import { HistoryReader } from './reading/history-reader';
import { RecordReader } from './reading/record-reader';
import { RecordQueries } from './record-queries';
import { replayDeadLetters } from './replay-dead-letters';
import type { DeliveryTrace } from './trace-delivery';
import { traceDelivery } from './trace-delivery';

/** What others may ask of an entity service. */
export class EntityService {
  readonly queries: RecordQueries;
  readonly records: RecordReader;
  readonly histories: HistoryReader;
  readonly #feed: FeedReader;
  readonly changes: FoundChanges;
  readonly #letters: DeadLetterList;

  constructor(
    private readonly definition: AnyEntityDefinition,
    private readonly published: PublicEntity,
    private readonly dataSource: DataSource,
    private readonly publisher: Publishes,
    private readonly outbox: { kick(): void },
    private readonly head: FeedHead,
  ) {
    this.queries = new RecordQueries(dataSource, definition);
    this.#letters = new DeadLetterList(dataSource, definition.name);
    this.changes = new FoundChanges(dataSource, definition);
    this.records = new RecordReader(dataSource, published);
    this.histories = new HistoryReader(dataSource, published);
    this.#feed = new FeedReader(dataSource, published);
  }

  streamChanges(call: FeedCall): Promise<void> {
    return streamChanges(call, { head: this.head, reader: this.#feed });
  }

  async republish(from: RepublishFrom): Promise<entityProto.RepublishResponse> {
    const answer = await republishChanges(this.dataSource, this.definition, from);
    this.outbox.kick();
    return answer;
  }

  close(request: {
    readonly connectionId: string;
    readonly generation: number;
    readonly purge: boolean;
  }): Promise<number> {
    return closeConnection(this.dataSource, this.definition, request);
  }

  replay(which: { readonly id: string } | { readonly connectionId: string }): Promise<number> {
    return replayDeadLetters(this.dataSource, (messages) => this.publisher.send(messages), which);
  }

  /** Newest first, a page at a time. */
  deadLetters(request: entityProto.ListDeadLettersRequest): Promise<entityProto.ListDeadLettersResponse> {
    return this.#letters.page(request.connectionId, request);
  }

  trace(request: entityProto.TraceDeliveryRequest): Promise<DeliveryTrace> {
    return traceDelivery(this.dataSource, this.published, request);
  }
}

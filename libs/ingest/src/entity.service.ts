import type { entityProto } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import { closeConnection } from './close-connection';
import type { DeadLetterRow } from './dead-letter-row';
import type { AnyEntityDefinition } from './entity-definition';
import type { Publishes } from './outbox.service';
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

const PAGE = 100;

/** What others may ask of an entity service. */
export class EntityService {
  readonly queries: RecordQueries;
  readonly records: RecordReader;
  readonly histories: HistoryReader;
  readonly #feed: FeedReader;

  constructor(
    private readonly definition: AnyEntityDefinition,
    published: PublicEntity,
    private readonly dataSource: DataSource,
    private readonly publisher: Publishes,
    private readonly outbox: { kick(): void },
    private readonly head: FeedHead,
  ) {
    this.queries = new RecordQueries(dataSource, definition);
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
  async deadLetters(
    connectionId: string,
    page: { readonly cursor: string; readonly limit: number; readonly includeReplayed: boolean },
  ): Promise<entityProto.ListDeadLettersResponse> {
    const limit = Math.min(page.limit > 0 ? page.limit : PAGE, PAGE);
    const rows = await this.dataSource.query<DeadLetterRow[]>(
      `SELECT * FROM dead_letter WHERE connection_id = $1 AND ($2 = '' OR id::text < $2) AND ($3 OR replayed_at IS NULL) ORDER BY id DESC LIMIT $4`,
      [connectionId, page.cursor, page.includeReplayed, limit + 1],
    );
    const items = rows.slice(0, limit);
    return { items: items.map(asMessage), nextCursor: rows.length > limit ? (items.at(-1)?.id ?? '') : '' };
  }
}

function asMessage(row: DeadLetterRow): entityProto.DeadLetter {
  return {
    id: row.id,
    connectionId: row.connection_id ?? '',
    haloId: Number(row.halo_id ?? 0),
    failure: row.failure,
    code: row.code,
    reason: row.reason,
    topic: row.topic,
    partition: row.partition,
    offset: row.kafka_offset,
    headers: row.headers,
    value: new Uint8Array(row.value ?? []),
    createdAt: row.created_at.toISOString(),
    replayedAt: row.replayed_at?.toISOString() ?? '',
  };
}

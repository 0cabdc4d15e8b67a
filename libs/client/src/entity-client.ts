import type { entityProto } from '@halosync/contracts';
import type { GrpcClient } from '@halosync/grpc';
import type { FollowOptions } from './follow-changes';
import { followChanges } from './follow-changes';

/** One revision of one record, with the record as it was then. */
export type Change<Entity> = Omit<entityProto.Change, 'record'> & { readonly record: Entity };

/** A change, and the cursor to go on from: keep it together with what you made of the change. */
export interface FeedMessage<Entity> {
  readonly cursor: number;
  readonly change: Change<Entity>;
}

export interface ListQuery {
  /** All connections without. */
  readonly connectionId?: string;
  /** All of them hold. Columns have their SQL names; values are text. */
  readonly filters?: readonly entityProto.Filter[];
  /** Changed here then or later. */
  readonly changedSince?: Date;
  readonly includeDeleted?: boolean;
  /** Text that one of the text columns contains; a whole number finds that id too. */
  readonly q?: string;
  /** Fields to fill, under their names in the proto; all without. */
  readonly fields?: readonly string[];
  /** How many are fetched at once. */
  readonly pageSize?: number;
}

/** One entity's service, typed. Everything throws `AppError`: `not_found`, `invalid_request`, `unavailable`, `timeout`. */
export class EntityClient<Entity> {
  constructor(private readonly grpc: GrpcClient) {}

  /** @throws AppError `not_found`. */
  async get(
    connectionId: string,
    haloId: number,
    options: { readonly includeDeleted?: boolean; readonly fields?: readonly string[] } = {},
  ): Promise<Entity> {
    const { includeDeleted, fields } = options;
    const request = { connectionId, haloId, includeDeleted, readMask: maskOf(fields) };
    const { record } = await this.grpc.call<unknown, { readonly record: Entity }>('get', request);
    return record;
  }

  /** All that match, in the order of connection and id, fetched page by page as they are taken. */
  async *list(query: ListQuery = {}): AsyncGenerator<Entity> {
    const { changedSince, fields, ...rest } = query;
    const request = { ...rest, changedSince: changedSince?.toISOString(), readMask: maskOf(fields) };
    yield* this.#pages<Entity>('list', request);
  }

  /**
   * What became of a record, oldest first unless said otherwise.
   * @throws AppError `not_found` where it was never held.
   */
  async *history(
    connectionId: string,
    haloId: number,
    options: { readonly newestFirst?: boolean; readonly asOf?: Date; readonly fields?: readonly string[] } = {},
  ): AsyncGenerator<Change<Entity>> {
    const { newestFirst, asOf, fields } = options;
    const request = { connectionId, haloId, newestFirst, asOf: asOf?.toISOString(), readMask: maskOf(fields) };
    yield* this.#pages<Change<Entity>>('history', request);
  }

  /**
   * Every change after a cursor, in order, without gap or repeat, deletions too, and then each new one. It connects again
   * by itself and goes on where it was; leaving the loop ends it. It reads no faster than the loop takes.
   * @throws AppError `out_of_range` where the feed cannot go on from the cursor: start again from 0 with an empty copy.
   */
  changes(options: FollowOptions = {}): AsyncGenerator<FeedMessage<Entity>> {
    return followChanges<Change<Entity>>(this.grpc, options);
  }

  /** Publishes changes to their topic again. @returns how many, and after which position. */
  async republish(
    from: { readonly since: Date } | { readonly afterPosition: number },
  ): Promise<entityProto.RepublishResponse> {
    return this.grpc.call('republish', 'since' in from ? { since: from.since.toISOString() } : from);
  }

  async *#pages<Item>(method: string, request: object): AsyncGenerator<Item> {
    let pageToken = '';
    do {
      const page = await this.grpc.call<unknown, { readonly items: readonly Item[]; readonly nextPageToken: string }>(
        method,
        { ...request, pageToken },
      );
      yield* page.items;
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
  }
}

const maskOf = (fields: readonly string[] | undefined): { readonly paths: readonly string[] } | undefined =>
  fields === undefined ? undefined : { paths: fields };

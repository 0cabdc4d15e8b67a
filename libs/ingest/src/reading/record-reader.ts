import type { entityProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { PublicEntity } from '../public-views';
import { pageSize, readPageToken, writePageToken } from './page-token';
import { Parameters, containsSql, filterSql, instant } from './record-filter';
import type { RecordMessage } from './record-message';
import { RecordSelection } from './record-message';
import { withinDeadline } from './within-deadline';

export interface RecordPage {
  readonly items: readonly RecordMessage[];
  readonly nextPageToken: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ID = /^\d{1,16}$/;

/** The mirrored table as others read it, record by record or in pages. */
export class RecordReader {
  readonly #table: string;
  readonly #versions: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly published: PublicEntity,
  ) {
    this.#table = `"${published.entity}"`;
    this.#versions = `"${published.entity}_version"`;
  }

  /** @throws AppError `not_found`. */
  async get(request: entityProto.GetRequest, deadline: Date | number): Promise<RecordMessage> {
    const selection = new RecordSelection(this.published, request.readMask?.paths);
    const [row] = await withinDeadline(this.dataSource, deadline, (manager) =>
      manager.query<Record<string, unknown>[]>(
        `SELECT deleted_at, ${selection.ofRows} FROM ${this.#table} WHERE connection_id = $1 AND halo_id = $2`,
        [request.connectionId, request.haloId],
      ),
    );
    if (row === undefined) throw new AppError('not_found', `There is no ${this.published.entity} with this id.`);
    if (row['deleted_at'] !== null && !request.includeDeleted)
      throw new AppError('not_found', `This ${this.published.entity} is deleted in Halo. Ask with include_deleted.`);
    return selection.message(row);
  }

  async list(request: entityProto.ListRequest, deadline: Date | number): Promise<RecordPage> {
    const selection = new RecordSelection(this.published, request.readMask?.paths);
    const { pageSize: asked, pageToken, ...rest } = request;
    const size = pageSize(asked);
    const after = readPageToken(rest, pageToken, [UUID, ID]);
    const parameters = new Parameters();
    const where = this.#conditions(request, parameters);
    if (after !== null) {
      const [connectionId, haloId] = after.map((value) => parameters.add(value));
      where.push(`(connection_id, halo_id) > (${connectionId}::uuid, ${haloId}::bigint)`);
    }
    const rows = await withinDeadline(this.dataSource, deadline, (manager) =>
      manager.query<Record<string, unknown>[]>(
        `SELECT ${selection.ofRows} FROM ${this.#table} WHERE ${['true', ...where].join(' AND ')}
         ORDER BY connection_id, halo_id LIMIT ${String(size + 1)}`,
        parameters.values,
      ),
    );
    const items = rows.slice(0, size).map((row) => selection.message(row));
    const last = items.at(-1);
    const hasMore = rows.length > size && last !== undefined;
    const next = [last?.['connectionId'], last?.['haloId']].map(String);
    return { items, nextPageToken: hasMore ? writePageToken(rest, next) : '' };
  }

  #conditions(request: entityProto.ListRequest, parameters: Parameters): string[] {
    const { columns } = this.published;
    const since = instant('changed_since', request.changedSince);
    return [
      ...(request.connectionId === '' ? [] : [`connection_id = ${parameters.add(request.connectionId)}`]),
      ...(request.includeDeleted ? [] : ['deleted_at IS NULL']),
      ...(since === null
        ? []
        : [
            `(connection_id, halo_id) IN (SELECT connection_id, halo_id FROM ${this.#versions} WHERE recorded_at >= ${parameters.add(since)})`,
          ]),
      ...request.filters.map((filter) => filterSql(columns, filter, parameters)),
      ...(request.q === '' ? [] : [this.#search(request.q, parameters)]),
    ];
  }

  #search(q: string, parameters: Parameters): string {
    const texts = Object.entries(this.published.columns).flatMap(([name, { type }]) =>
      type === 'text' ? [`"${name}"`] : [],
    );
    const contains = containsSql(texts, q, parameters);
    return ID.test(q) ? `(halo_id = ${parameters.add(q)}::bigint OR ${contains})` : contains;
  }
}

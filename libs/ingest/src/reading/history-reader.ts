import type { entityProto } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { PublicEntity } from '../public-views';
import type { ChangeView } from './change-view';
import { ChangeSelection } from './change-view';
import { pageSize, readPageToken, writePageToken } from './page-token';
import { Parameters, instant } from './record-filter';
import { withinDeadline } from './within-deadline';

/** What became of one record, revision by revision. */
export class HistoryReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly published: PublicEntity,
  ) {}

  /** @throws AppError `not_found` where the record was never held. */
  async read(
    request: entityProto.HistoryRequest,
    deadline: Date | number,
  ): Promise<{ readonly items: readonly ChangeView[]; readonly nextPageToken: string }> {
    const selection = new ChangeSelection(this.published, request.readMask?.paths);
    const { pageSize: asked, pageToken, ...rest } = request;
    const size = pageSize(asked);
    const [after] = readPageToken(rest, pageToken, [/^\d{1,9}$/]) ?? [];
    const asOf = instant('as_of', request.asOf);
    const parameters = new Parameters();
    const where = [
      `connection_id = ${parameters.add(request.connectionId)}`,
      `halo_id = ${parameters.add(request.haloId)}`,
      ...(asOf === null ? [] : [`valid_from <= ${parameters.add(asOf)}`]),
      ...(after === undefined ? [] : [`revision ${request.newestFirst ? '<' : '>'} ${parameters.add(after)}::integer`]),
    ];
    const table = `"${this.published.entity}_version"`;
    const rows = await withinDeadline(this.dataSource, deadline, (manager) =>
      manager.query<Record<string, unknown>[]>(
        `SELECT ${selection.sql},
           (SELECT next.valid_from FROM ${table} AS next
            WHERE next.connection_id = v.connection_id AND next.halo_id = v.halo_id AND next.revision > v.revision
            ORDER BY next.revision LIMIT 1) AS valid_to
         FROM ${table} AS v WHERE ${where.join(' AND ')}
         ORDER BY revision ${request.newestFirst ? 'DESC' : 'ASC'} LIMIT ${String(size + 1)}`,
        parameters.values,
      ),
    );
    if (rows.length === 0 && asOf === null && after === undefined)
      throw new AppError('not_found', `There never was a ${this.published.entity} with this id.`);
    const items = rows.slice(0, size);
    const last = Number(items.at(-1)?.['revision']);
    return {
      items: items.map((row) => selection.view(row)),
      nextPageToken: rows.length > size ? writePageToken(rest, [last]) : '',
    };
  }
}

import type { DataSource } from 'typeorm';
import type { PublicEntity } from '../public-views';
import type { ChangeView } from '../reading/change-view';
import { ChangeSelection } from '../reading/change-view';
import { Turns } from './turns';

// What one listener holds in memory at most: this many changes, or as many as have this many bytes (as stored, so
// compressed) and one more. A record has up to 1 MiB.
const PAGE = 100;
const PAGE_BYTES = 512 * 1024;
// However many listen, they leave the other connections of the pool to the line.
const CONNECTIONS = 2;

/** Reads the feed in pages, from the version table. */
export class FeedReader {
  readonly #selection: ChangeSelection;
  readonly #turns = new Turns(CONNECTIONS);
  readonly #table: string;

  constructor(
    private readonly dataSource: DataSource,
    published: PublicEntity,
  ) {
    this.#selection = new ChangeSelection(published);
    this.#table = `"${published.entity}_version"`;
  }

  /**
   * The next changes after one position and up to another, which must be committed.
   * @param connectionId empty for all.
   * @returns in order; none where there are none, not where there are too many.
   */
  async page(connectionId: string, after: number, upTo: number): Promise<ChangeView[]> {
    const own = connectionId === '' ? '' : 'AND connection_id = $3';
    const rows = await this.#turns.take(() =>
      this.dataSource.query<Record<string, unknown>[]>(
        `SELECT ${this.#selection.sql} FROM (
           SELECT v.*, sum(pg_column_size(document) + pg_column_size(before)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING)
             - pg_column_size(document) - pg_column_size(before) AS bytes_before
           FROM (SELECT * FROM ${this.#table} WHERE position > $1 AND position <= $2 ${own} ORDER BY position LIMIT ${String(PAGE)}) AS v
         ) AS page WHERE bytes_before < ${String(PAGE_BYTES)} ORDER BY position`,
        connectionId === '' ? [after, upTo] : [after, upTo, connectionId],
      ),
    );
    return rows.map((row) => this.#selection.view(row));
  }
}

import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { AnyEntityDefinition } from '../entity-definition';
import { lockOutbox } from '../change-outbox';

/** From where on changes are published again: a time, or a position. */
export type RepublishFrom = { readonly since: Date } | { readonly afterPosition: number };

/**
 * Turns the relay back, so that it publishes again from there, in order, before anything new: whoever reads the topic and
 * drops what is not beyond the last position of its key misses nothing, even where the topic was wiped in between.
 * Asked for twice, the earlier one counts. New changes wait until it has caught up; the gRPC feed does not.
 * @returns how many changes are published again, and from which position on.
 */
export async function republishChanges(
  dataSource: DataSource,
  definition: AnyEntityDefinition,
  from: RepublishFrom,
): Promise<{ readonly changes: number; readonly afterPosition: number }> {
  const table = `"${definition.name}_version"`;
  if ('afterPosition' in from && from.afterPosition < 0)
    throw new AppError('invalid_request', 'A position is not negative.');
  return dataSource.transaction(async (manager) => {
    await lockOutbox(manager, table);
    const [first] =
      'since' in from
        ? await manager.query<{ after: string | null }[]>(
            `SELECT min(position) - 1 AS after FROM ${table} WHERE recorded_at >= $1`,
            [from.since],
          )
        : [{ after: String(from.afterPosition) }];
    const [[row]] = await manager.query<[{ published: string }[], number]>(
      `UPDATE outbox_position SET published = least(published, coalesce($1::bigint, published)) RETURNING published`,
      [first?.after ?? null],
    );
    const after = Number(row?.published ?? 0);
    const [counted] = await manager.query<{ changes: string }[]>(
      `SELECT count(*) AS changes FROM ${table} WHERE position > $1`,
      [after],
    );
    return { changes: Number(counted?.changes ?? 0), afterPosition: after };
  });
}

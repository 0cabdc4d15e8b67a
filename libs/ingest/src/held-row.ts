import type { entityProto } from '@halosync/contracts';

/** The bookkeeping of a row as `heldColumns` selects it: JSON, so instants are text. */
export interface HeldColumns {
  readonly revision: number;
  readonly is_whole: boolean;
  readonly learned_by: string;
  readonly known_at: string;
  readonly halo_updated_at: string | null;
  readonly deleted_at: string | null;
}

/** SQL for the bookkeeping of a row of an entity's table, as one JSON value. */
export const heldColumns = (row: string): string =>
  `jsonb_build_object('revision', ${row}.revision, 'is_whole', ${row}.is_whole, 'learned_by', ${row}.learned_by, 'known_at', ${row}.known_at, 'halo_updated_at', ${row}.halo_updated_at, 'deleted_at', ${row}.deleted_at)`;

export function heldRow(columns: HeldColumns | null): entityProto.HeldRow | undefined {
  if (columns === null) return undefined;
  return {
    revision: columns.revision,
    deleted: columns.deleted_at !== null,
    isWhole: columns.is_whole,
    learnedBy: columns.learned_by,
    knownAt: instant(columns.known_at),
    haloUpdatedAt: instant(columns.halo_updated_at),
    deletedAt: instant(columns.deleted_at),
  };
}

const instant = (text: string | null): string => (text === null ? '' : new Date(text).toISOString());

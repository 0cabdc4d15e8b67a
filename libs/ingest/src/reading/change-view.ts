import type { entityProto } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import type { PublicEntity } from '../public-views';
import type { RecordMessage } from './record-message';
import { RecordSelection } from './record-message';

/** A change as gRPC tells it; its record is the entity's own message. */
export type ChangeView = Omit<entityProto.Change, 'record'> & { readonly record: RecordMessage };

const VERSION_COLUMNS =
  'position, connection_id, halo_id, revision, operation, changed, before, valid_from, recorded_at, learned_by, delivery_id, part, run_id, call_id, kafka_partition, kafka_offset';

/** From a row of the version table to a change. */
export class ChangeSelection {
  readonly #record: RecordSelection;

  constructor(published: PublicEntity, paths: readonly string[] = []) {
    this.#record = new RecordSelection(published, paths);
  }

  /** SQL: what `view` reads of a row of the version table. */
  get sql(): string {
    // Of the document only what differs; the record itself may be left out by a mask.
    const after = `(SELECT coalesce(jsonb_object_agg(name, document -> name), '{}') FROM unnest(changed) AS name) AS after`;
    return `${VERSION_COLUMNS}, ${after}, ${this.#record.ofVersions}`;
  }

  view(row: Readonly<Record<string, unknown>>): ChangeView {
    const version = row as unknown as VersionRow; // the columns named in `sql`
    return {
      position: Number(version.position ?? 0),
      operation: version.operation,
      validFrom: version.valid_from.toISOString(),
      validTo: version.valid_to?.toISOString(),
      recordedAt: version.recorded_at.toISOString(),
      learnedBy: version.learned_by,
      deliveryId: version.delivery_id,
      part: version.part,
      runId: version.run_id ?? undefined,
      callId: version.call_id ?? undefined,
      partition: version.kafka_partition ?? undefined,
      offset: version.kafka_offset ?? undefined,
      changed: version.changed.map((field) => ({
        field,
        beforeJson: Object.hasOwn(version.before, field) ? JSON.stringify(version.before[field]) : undefined,
        afterJson: JSON.stringify(version.after[field] ?? null),
      })),
      record: this.#record.message(row),
    };
  }
}

interface VersionRow {
  readonly position: string | null;
  readonly operation: string;
  readonly changed: readonly string[];
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly valid_from: Date;
  /** In a history alone. */
  readonly valid_to?: Date | null;
  readonly recorded_at: Date;
  readonly learned_by: string;
  readonly delivery_id: string;
  readonly part: number;
  readonly run_id: string | null;
  readonly call_id: string | null;
  readonly kafka_partition: number | null;
  readonly kafka_offset: string | null;
}

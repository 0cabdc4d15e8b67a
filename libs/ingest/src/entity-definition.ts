import type { EntityName } from '@halosync/contracts';
import type { z } from 'zod';
import type { Own, RecordRow } from './record-row';

/** Everything in which one entity service differs from the next. A sixth field needs a recorded decision. */
export interface EntityDefinition<Schema extends z.ZodType, Row extends RecordRow> {
  readonly name: EntityName;
  readonly row: new () => Row;
  /** Only the fields that we rely on; all others pass untouched in the document. */
  readonly schema: Schema;
  /** Halo's own modified time, null where this copy carries none. Our clock never stands in for it. */
  readonly sourceTime: (record: z.output<Schema>) => Date | null;
  /** The merged document as typed columns. */
  readonly columns: (document: z.output<Schema>) => Own<Row>;
}

/** What the kernel works with: any entity, whose schema's output it never looks into. */
export type AnyEntityDefinition = EntityDefinition<z.ZodType<RecordFields>, RecordRow>;

/** All that the kernel itself knows of a record's fields. */
export interface RecordFields {
  readonly id: number;
  readonly deleted?: boolean | null | undefined;
}

/** Checks an entity's definition and hands it over with its types intact inside and forgotten outside. */
export function defineEntity<Schema extends z.ZodType<RecordFields>, Row extends RecordRow>(
  definition: EntityDefinition<Schema, Row>,
): AnyEntityDefinition {
  return definition;
}

import { z } from 'zod';
import { entityNames } from '../entity-name';
import { recordChangeSchema } from './change';
import { deadLetterSchema } from './dead-letter';
import { instant, listOf, pageQuery } from './list';

const at = z.iso.datetime({ offset: true });

/** What every record has; its own fields stand beside it, named as in SQL, in camel case. */
const record = {
  connectionId: z.uuid(),
  haloId: z.int(),
  revision: z.int(),
  learnedBy: z.string(),
  isWhole: z.boolean().optional().describe('Whether the details are as new as the rest.'),
  syncedAt: instant.optional().describe('The last proof by a read from Halo.'),
  deletedAt: instant.optional(),
  haloCreatedAt: instant.optional(),
  haloUpdatedAt: instant.optional(),
  customFields: z.record(z.string(), z.unknown()).optional(),
};

export const recordSchema = z.object(record).catchall(z.unknown()).meta({
  id: 'Record',
  description:
    'Beside these the columns of the data dictionary in camel case. What no copy has carried yet is absent, amounts are text.',
});

export const recordListSchema = listOf(recordSchema);

export const recordDetailSchema = z
  .object({
    ...record,
    raw: z.record(z.string(), z.unknown()).describe("Halo's document, merged from all copies."),
    provenance: recordChangeSchema.nullable().describe('The last change, and who told us.'),
  })
  .catchall(z.unknown())
  .meta({ id: 'RecordDetail' });

export const historySchema = listOf(
  recordChangeSchema.extend({ record: recordSchema.describe('As it was then.') }).meta({ id: 'Revision' }),
);

export const recordQuery = pageQuery.extend({
  cursor: z.string().max(1_000).optional().describe('The `nextCursor` of the page before.'),
  q: z.string().min(1).max(200).optional().describe('Text in one of the columns, whatever its case, or an id.'),
  status: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Of tickets: open, closed, a status by name or id. Of invoices: the payment status. Of others: active or inactive.',
    ),
  changedSince: at.optional().describe('Changed here since, RFC 3339.'),
  includeDeleted: z.stringbool().default(false),
});

export const historyQuery = pageQuery.extend({
  cursor: z.string().max(1_000).optional().describe('The `nextCursor` of the page before.'),
  asOf: at.optional().describe('Only revisions that had begun by then: the first is how Halo had it.'),
});

export const explainQuery = z.object({
  compare: z.enum(['halo']).optional().describe('halo: ask Halo what it says now, which costs one call.'),
});

const comparison = z.object({
  same: z.boolean().describe('Whether all that we hold is what Halo says.'),
  absent: z.boolean().describe('Halo has it no more.'),
  differences: z.array(z.object({ field: z.string(), held: z.unknown(), halo: z.unknown() })),
  notHeld: z.array(z.string()).describe('Fields that Halo has and no copy has carried yet.'),
  callId: z.string(),
  askedAt: instant,
});

export const explainedRecordSchema = z
  .object({
    entity: z.enum(entityNames),
    connectionId: z.uuid(),
    haloId: z.int(),
    record: recordSchema.nullable().describe('The row as it is held; null where none is.'),
    revisions: z.array(recordChangeSchema).describe('Newest first, fifty at most.'),
    topic: z
      .string()
      .describe('Where its copies are published: partition and offset of each revision are of this topic.'),
    deadLetters: z.array(deadLetterSchema),
    halo: comparison.nullable().describe('null where it was not asked for.'),
  })
  .meta({ id: 'ExplainedRecord' });

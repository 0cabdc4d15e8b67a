import { z } from 'zod';
import { operations } from '../change-message';
import { instant } from './list';

/** A change of a record, and who told us. */
export const recordChangeSchema = z
  .object({
    revision: z.int(),
    operation: z.enum(operations),
    changed: z
      .array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown() }))
      .describe("By Halo's names; `before` is absent where the field was not held."),
    validFrom: instant.describe('Since when Halo had it so, as far as anybody knows.'),
    validTo: instant.nullable().describe('When the next revision began; null for the newest.'),
    recordedAt: instant.describe('Committed here.'),
    learnedBy: z.string().describe('webhook, backfill, delta, refetch or reconcile.'),
    deliveryId: z.string().describe('The webhook delivery, or the call to Halo, that brought it.'),
    part: z.int(),
    runId: z.string().nullable(),
    callId: z.string().nullable(),
    partition: z.int().nullable().describe('Where its copy lay on `halo.<entity>.received`.'),
    offset: z.string().nullable(),
    position: z.int().nullable().describe('Its place in the change feed; null until it has one.'),
  })
  .meta({ id: 'RecordChange' });

import { z } from 'zod';
import { entityNames } from '../entity-name';
import { instant, listOf, pageQuery } from './list';

/** What a call to Halo is for; interactive lanes before bulk ones. */
export const callLanes = ['refetch', 'console', 'delta', 'reconcile', 'backfill'] as const;

/** One call to Halo, as the ledger has it. */
export const callSchema = z
  .object({
    id: z.string(),
    kind: z.string().describe('token, authinfo, list, ids, record, webhook'),
    lane: z.string(),
    reason: z.string(),
    entity: z.string().nullable(),
    haloId: z.int().nullable().describe('The record that was read.'),
    runId: z.string().nullable().describe('The run that asked.'),
    deliveryId: z.string().nullable().describe("Halo's delivery that made us ask."),
    askedBy: z.string().nullable().describe('The person or API key that asked.'),
    startedAt: instant,
    status: z.int().nullable().describe('Null where no answer came.'),
    ms: z.int(),
    rows: z.int(),
    useful: z
      .int()
      .nullable()
      .describe('How many of its rows changed anything here; null while the service that knows is away.'),
    outcome: z
      .string()
      .describe('ok, or what went wrong; unknown: whoever called died with the call, and Halo may have counted it.'),
  })
  .meta({ id: 'Call' });

export const callListSchema = listOf(callSchema);

export const callQuery = pageQuery.extend({
  lane: z.enum(callLanes).optional(),
  entity: z.enum(entityNames).optional(),
  status: z
    .string()
    .regex(/^(\d{3}|none)$/, 'a status, or none')
    .optional()
    .describe('200, 429 …; `none`: no answer came.'),
  from: z.iso.datetime({ offset: true }).optional().describe('Started then or later.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Started before.'),
});

import { z } from 'zod';
import { entityNames } from '../entity-name';
import { instant, listOf, pageQuery } from './list';

/** A copy that could not be taken, and why. */
export const deadLetterSchema = z
  .object({
    id: z.string(),
    entity: z.enum(entityNames),
    haloId: z.int().nullable(),
    failure: z.enum(['poison', 'unknown']).describe('poison: what Halo sent. unknown: most likely a fault of ours.'),
    code: z.string(),
    reason: z.string(),
    topic: z.string(),
    partition: z.int(),
    offset: z.string(),
    headers: z.record(z.string(), z.string()),
    value: z.string().nullable().describe('The message as text, cut to 64 KiB.'),
    createdAt: instant,
    replayedAt: instant.nullable(),
  })
  .meta({ id: 'DeadLetter' });

export const deadLetterListSchema = listOf(deadLetterSchema).extend({
  unavailable: z
    .array(z.enum(entityNames))
    .describe('Entities whose service did not answer; their dead letters are missing here.'),
});

export const deadLetterQuery = pageQuery.extend({
  entity: z.enum(entityNames).optional(),
  includeReplayed: z.stringbool().default(false),
});

export const replayedSchema = z.object({ replayed: z.int() }).meta({ id: 'Replayed' });

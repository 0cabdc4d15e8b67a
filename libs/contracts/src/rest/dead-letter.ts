import { z } from 'zod';
import { entityNames } from '../entity-name';
import { instant, listOf, pageQuery } from './list';

/** A copy that could not be taken, and why. */
export const deadLetterSchema = z
  .object({
    id: z.string(),
    entity: z.enum(entityNames),
    haloId: z.int().nullable(),
    cause: z
      .enum(['data', 'ours'])
      .describe('data: what Halo sent breaks its contract. ours: most likely a fault of this program.'),
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
    record: z
      .object({
        revision: z.int(),
        deleted: z.boolean(),
        learnedBy: z.string(),
        provedAt: instant.describe('The last proof of its state.'),
      })
      .nullable()
      .describe('How its record is held now; null where it is not known or no row is held.'),
    refetched: z
      .boolean()
      .describe('The record was read or heard of again since: the row is newer than what this letter said.'),
  })
  .meta({ id: 'DeadLetter' });

export const deadLetterListSchema = listOf(deadLetterSchema).extend({
  unavailable: z
    .array(z.enum(entityNames))
    .describe('Entities whose service did not answer; their dead letters are missing here.'),
});

export const deadLetterQuery = pageQuery.extend({
  entity: z.enum(entityNames).optional(),
  haloId: z.coerce.number().int().positive().optional().describe("Halo's id of a record."),
  cause: z.enum(['data', 'ours']).optional(),
  includeReplayed: z.stringbool().default(false),
});

export const replayedSchema = z.object({ replayed: z.int() }).meta({ id: 'Replayed' });

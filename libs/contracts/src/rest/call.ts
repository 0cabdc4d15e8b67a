import { z } from 'zod';
import { instant, listOf } from './list';

/** One call to Halo, as the ledger has it. */
export const callSchema = z
  .object({
    id: z.string(),
    lane: z.string(),
    reason: z.string(),
    entity: z.string().nullable(),
    startedAt: instant,
    status: z.int().nullable(),
    ms: z.int(),
    rows: z.int(),
    outcome: z.string(),
  })
  .meta({ id: 'Call' });

export const callListSchema = listOf(callSchema);

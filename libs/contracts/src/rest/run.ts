import { z } from 'zod';
import { entityNames } from '../entity-name';
import { instant, listOf } from './list';

export const runModes = ['backfill', 'delta', 'reconcile'] as const;
export const runStates = [
  'queued',
  'running',
  'complete',
  'complete_with_exceptions',
  'incomplete',
  'stalled',
  'cancelled',
] as const;

export const startRunSchema = z
  .object({
    mode: z.enum(runModes),
    entities: z.array(z.enum(entityNames)).min(1).optional().describe('Without it: all four.'),
    force: z
      .boolean()
      .optional()
      .describe(
        'For administrators, with mode reconcile: delete what Halo no longer lists even where it is more than can be right.',
      ),
  })
  .meta({ id: 'StartRun' });

const count = z.int();

export const runEntitySchema = z
  .object({
    state: z.string(),
    inHalo: count
      .nullable()
      .describe('Halo says: how many there are (of a delta: have changed); null where it names none.'),
    seen: count.describe('Fetched: records seen in the pages, each once.'),
    published: count.describe('Copies sent to the service: pages that were read again and reads by id are among them.'),
    committed: count.describe('Copies that the service has judged and committed; at the end as many as published.'),
    applied: count.describe('Rows written, tombstones included.'),
    unchanged: count,
    stale: count,
    rechecked: count,
    dead: count,
    dropped: count,
    detail: z.string().nullable(),
    inPostgres: count
      .nullable()
      .describe('Live rows as they were compared with inHalo in the end; null until then, and for a delta.'),
    repaired: count.describe('Records that the run found missing, altered, or changed without a webhook: its drift.'),
    etaSeconds: z.int().optional().describe('Until it ends, where that can be known.'),
  })
  .meta({ id: 'RunEntity' });

export const repairReasons = [
  'missing_here',
  'altered_here',
  'created_in_halo',
  'changed_in_halo',
  'deleted_in_halo',
  'restored_in_halo',
] as const;

export const repairSchema = z
  .object({
    entity: z.enum(entityNames),
    haloId: count,
    why: z
      .enum(repairReasons)
      .describe(
        'missing_here, altered_here: somebody deleted or altered our row in Postgres. The others: it happened in Halo, and no webhook had told it.',
      ),
    fields: z.array(z.string()).describe('Names of what differed; empty where the whole record is meant.'),
    revision: count.describe('The revision that put it right.'),
    repairedAt: instant,
  })
  .meta({ id: 'Repair' });

export const repairListSchema = listOf(repairSchema);

export const runSchema = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    mode: z.enum(runModes),
    state: z.enum(runStates),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    etaSeconds: z.int().optional(),
    calls: count,
    reason: z.string(),
    askedBy: z.string().nullable().describe('The person or API key that started it.'),
    entities: z.partialRecord(z.enum(entityNames), runEntitySchema),
  })
  .meta({ id: 'Run' });

export const runListSchema = listOf(runSchema);

export const refetchedSchema = z
  .object({ queued: z.literal(true), joined: z.boolean().describe('The record waited to be read already.') })
  .meta({ id: 'Refetch' });

export type RunView = z.output<typeof runSchema>;

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
  })
  .meta({ id: 'RunEntity' });

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
    entities: z.partialRecord(z.enum(entityNames), runEntitySchema),
  })
  .meta({ id: 'Run' });

export const runListSchema = listOf(runSchema);

export const refetchedSchema = z
  .object({ queued: z.literal(true), joined: z.boolean().describe('The record waited to be read already.') })
  .meta({ id: 'Refetch' });

export type RunView = z.output<typeof runSchema>;

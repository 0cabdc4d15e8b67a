import { preparedQuery } from '@halosync/persistence';
import type { EntityManager } from 'typeorm';
import type { Candidate } from './decode-message';
import type { Verdict } from './decide';

/** What became of a copy: a verdict, or `dead` (it could not be taken), or `dropped` (it did not count). */
export type Outcome = Verdict | 'dead' | 'dropped';

const outcomes = [
  'apply',
  'noop',
  'tombstone',
  'stale',
  'recheck',
  'dead',
  'dropped',
] as const satisfies readonly Outcome[];

/** Where a copy came from, as far as the tally cares. */
export type TallySource = Pick<Candidate['facts'], 'runId' | 'callId'>;

/** Counts what became of the copies of runs, call by call, in the transaction of the chunk: a run ends when all are counted. */
export async function addToTally(
  manager: EntityManager,
  counted: readonly { readonly source: TallySource; readonly outcome: Outcome }[],
): Promise<void> {
  const calls = new Map<string, Record<Outcome, number> & { run_id: string; call_id: string }>();
  for (const { source, outcome } of counted) {
    if (source.runId === null || source.callId === null) continue;
    const key = `${source.runId}:${source.callId}`;
    const call = calls.get(key) ?? {
      run_id: source.runId,
      call_id: source.callId,
      apply: 0,
      noop: 0,
      tombstone: 0,
      stale: 0,
      recheck: 0,
      dead: 0,
      dropped: 0,
    };
    call[outcome] += 1;
    calls.set(key, call);
  }
  if (calls.size === 0) return;
  await preparedQuery(
    manager,
    'add_to_tally',
    `INSERT INTO tally AS t (run_id, call_id, ${outcomes.join(', ')})
     SELECT r.* FROM jsonb_array_elements($1::jsonb) AS e,
       jsonb_to_record(e) AS r (run_id uuid, call_id uuid, ${outcomes.map((outcome) => `${outcome} bigint`).join(', ')})
     ORDER BY r.run_id, r.call_id
     ON CONFLICT (run_id, call_id) DO UPDATE SET ${outcomes.map((outcome) => `${outcome} = t.${outcome} + excluded.${outcome}`).join(', ')}`,
    [JSON.stringify([...calls.values()])],
  );
}

import { preparedQuery } from '@halosync/persistence';
import type { EntityManager } from 'typeorm';
import type { Candidate } from './decode-message';

/** Copies of this chunk that count, and those that do not: of an older generation, or seen before. */
export interface Claimed {
  readonly fresh: readonly Candidate[];
  readonly dropped: readonly Candidate[];
}

// The lower generation never comes back; a higher one is learned from the first copy that carries it.
const ADMIT = `
  INSERT INTO connection_generation AS g (connection_id, generation)
  SELECT connection_id, max(generation) FROM unnest($1::uuid[], $2::int[]) AS c (connection_id, generation)
  GROUP BY connection_id ORDER BY connection_id
  ON CONFLICT (connection_id) DO UPDATE SET generation = greatest(g.generation, excluded.generation)
  RETURNING connection_id, generation`;
const KNOWN = `SELECT connection_id, generation FROM connection_generation WHERE connection_id = ANY($1::uuid[]) FOR SHARE`;

// Sorted, so that two chunks that share deliveries wait for each other in one order.
const CLAIM = `
  INSERT INTO processed (delivery_id, part)
  SELECT DISTINCT delivery_id, part FROM unnest($1::uuid[], $2::int[]) AS c (delivery_id, part) ORDER BY delivery_id, part
  ON CONFLICT DO NOTHING RETURNING delivery_id, part`;

/** Marks the deliveries as done in this transaction; what was marked before is dropped, also within the chunk. */
export async function claimCopies(manager: EntityManager, candidates: readonly Candidate[]): Promise<Claimed> {
  const generations = await admittedGenerations(manager, candidates);
  const current = candidates.filter(({ facts }) => facts.generation === generations.get(facts.connectionId));
  const rows = await preparedQuery<{ delivery_id: string; part: number }>(manager, 'claim_copies', CLAIM, [
    current.map(({ facts }) => facts.deliveryId),
    current.map(({ facts }) => facts.part),
  ]);
  const claimed = new Set(rows.map(({ delivery_id, part }) => `${delivery_id}:${part}`));
  // The first offset of a delivery wins.
  const fresh = current.filter(({ facts }) => claimed.delete(`${facts.deliveryId}:${facts.part}`));
  const isFresh = new Set(fresh);
  return { fresh, dropped: candidates.filter((candidate) => !isFresh.has(candidate)) };
}

async function admittedGenerations(
  manager: EntityManager,
  candidates: readonly Candidate[],
): Promise<Map<string, number>> {
  const asked = new Map<string, number>();
  for (const { facts } of candidates)
    asked.set(facts.connectionId, Math.max(asked.get(facts.connectionId) ?? 0, facts.generation));
  const known = asMap(await preparedQuery<GenerationRow>(manager, 'known_generations', KNOWN, [[...asked.keys()]]));
  const isCurrent = [...asked].every(([connectionId, generation]) => (known.get(connectionId) ?? -1) >= generation);
  if (isCurrent) return known;
  return asMap(
    await preparedQuery<GenerationRow>(manager, 'admit_generations', ADMIT, [[...asked.keys()], [...asked.values()]]),
  );
}

interface GenerationRow {
  readonly connection_id: string;
  readonly generation: number;
}

function asMap(rows: readonly GenerationRow[]): Map<string, number> {
  return new Map(rows.map(({ connection_id, generation }) => [connection_id, generation]));
}

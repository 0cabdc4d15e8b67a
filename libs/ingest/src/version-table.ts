import { recordKey } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { JsonObject } from '@halosync/halo-json';
import { preparedQuery } from '@halosync/persistence';
import type { EntityManager } from 'typeorm';
import type { Candidate } from './decode-message';
import type { Recorded } from './describe-change';
import type { AnyEntityDefinition } from './entity-definition';
import type { Version } from './fold';

/**
 * History and outbox in one: a row for each applied change, in the transaction of the change.
 * @throws AppError `revision_conflict` where a revision is there already: the row was deleted or set back by hand, its
 * history was not.
 */
export async function appendVersions(
  manager: EntityManager,
  definition: AnyEntityDefinition,
  versions: readonly Version[],
): Promise<void> {
  if (versions.length === 0) return;
  const rows = versions.map(
    ({ candidate: { facts, copy, place }, revision, operation, changed, before, document, knownAt }) => ({
      connection_id: facts.connectionId,
      halo_id: facts.haloId,
      revision,
      operation,
      changed,
      before,
      document,
      // Since when Halo had it so, as far as anybody knows: by Halo's clock where the copy told, else by ours.
      valid_from: copy.sourceTime ?? copy.validFrom ?? copy.knownAt,
      known_at: knownAt,
      learned_by: facts.learnedBy,
      delivery_id: facts.deliveryId,
      part: facts.part,
      run_id: facts.runId,
      call_id: facts.callId,
      traceparent: facts.traceparent ?? null,
      kafka_partition: place?.partition ?? null,
      kafka_offset: place?.offset ?? null,
    }),
  );
  // WITH ORDINALITY: ids are given in the order of the changes, and the relay goes by ids.
  const appended = await preparedQuery(
    manager,
    'append_versions',
    `INSERT INTO "${definition.name}_version"
       (connection_id, halo_id, revision, operation, changed, before, document, valid_from, known_at, learned_by, delivery_id, part, run_id, call_id, traceparent, kafka_partition, kafka_offset)
     SELECT r.connection_id, r.halo_id, r.revision, r.operation, r.changed, r.before, r.document, r.valid_from, r.known_at, r.learned_by, r.delivery_id, r.part, r.run_id, r.call_id, r.traceparent, r.kafka_partition, r.kafka_offset
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (value, position),
       jsonb_to_record(e.value) AS r (connection_id uuid, halo_id bigint, revision integer, operation text, changed text[], before jsonb,
         document jsonb, valid_from timestamptz, known_at timestamptz, learned_by text, delivery_id uuid, part integer, run_id uuid, call_id uuid, traceparent text, kafka_partition integer, kafka_offset bigint)
     ORDER BY e.position
     ON CONFLICT (connection_id, halo_id, revision) DO NOTHING
     RETURNING 1`,
    [JSON.stringify(rows)],
  );
  if (appended.length < rows.length) throw new AppError('revision_conflict', 'The history is ahead of the row.');
}

interface LastVersionRow {
  readonly connection_id: string;
  readonly halo_id: string;
  readonly revision: number;
  readonly operation: string;
  readonly document: JsonObject;
}

/** What the history says last of the records of these copies, by `recordKey`; those without a history are absent. */
export async function lastVersions(
  manager: EntityManager,
  definition: AnyEntityDefinition,
  candidates: readonly Candidate[],
): Promise<Map<string, Recorded>> {
  if (candidates.length === 0) return new Map();
  const ids = new Map(candidates.map(({ facts }) => [recordKey(facts.connectionId, facts.haloId), facts]));
  const rows = await preparedQuery<LastVersionRow>(
    manager,
    'last_versions',
    `SELECT k.connection_id, k.halo_id, v.revision, v.operation, v.document
     FROM unnest($1::uuid[], $2::bigint[]) AS k (connection_id, halo_id),
       LATERAL (SELECT * FROM "${definition.name}_version" AS h
         WHERE h.connection_id = k.connection_id AND h.halo_id = k.halo_id ORDER BY h.revision DESC LIMIT 1) AS v`,
    [[...ids.values()].map(({ connectionId }) => connectionId), [...ids.values()].map(({ haloId }) => haloId)],
  );
  return new Map(
    rows.map(({ connection_id, halo_id, revision, operation, document }) => [
      recordKey(connection_id, Number(halo_id)),
      { revision, document, isDeleted: operation === 'deleted' },
    ]),
  );
}

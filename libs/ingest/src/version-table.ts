import { preparedQuery } from '@halosync/persistence';
import type { EntityManager } from 'typeorm';
import type { AnyEntityDefinition } from './entity-definition';
import type { Version } from './fold';

/** History and outbox in one: a row for each applied change, in the transaction of the change. */
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
  await preparedQuery(
    manager,
    'append_versions',
    `INSERT INTO "${definition.name}_version"
       (connection_id, halo_id, revision, operation, changed, before, document, valid_from, known_at, learned_by, delivery_id, part, run_id, call_id, traceparent, kafka_partition, kafka_offset)
     SELECT r.connection_id, r.halo_id, r.revision, r.operation, r.changed, r.before, r.document, r.valid_from, r.known_at, r.learned_by, r.delivery_id, r.part, r.run_id, r.call_id, r.traceparent, r.kafka_partition, r.kafka_offset
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e (value, position),
       jsonb_to_record(e.value) AS r (connection_id uuid, halo_id bigint, revision integer, operation text, changed text[], before jsonb,
         document jsonb, valid_from timestamptz, known_at timestamptz, learned_by text, delivery_id uuid, part integer, run_id uuid, call_id uuid, traceparent text, kafka_partition integer, kafka_offset bigint)
     ORDER BY e.position`,
    [JSON.stringify(rows)],
  );
}

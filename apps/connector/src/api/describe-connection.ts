import type { connectorProto, EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import type { FieldError } from '@halosync/errors';
import type { RateBudget } from '@halosync/rate-budget';
import type { DataSource } from 'typeorm';
import type { Connection } from '../connections/connection';
import type { ServiceCounts } from '../services/service-counts';
import { describeSelfTest } from './describe-self-test';
import { instant } from './instant';

export interface ConnectionDescriptions {
  readonly dataSource: DataSource;
  readonly budget: Pick<RateBudget, 'snapshot'>;
  readonly counts: ServiceCounts;
}

interface StateRow {
  readonly entity: EntityName;
  readonly state: string;
  readonly detail: string;
  readonly in_halo: string | null;
  readonly last_complete_at: Date | null;
}

interface FactsRow {
  readonly run_id: string | null;
  readonly waiting: string;
  readonly braked: { readonly entity: EntityName; readonly detail: string }[];
}

/** A connection as the outside sees it. Secrets are not in it. */
export async function describeConnection(
  connection: Connection,
  parts: ConnectionDescriptions,
): Promise<connectorProto.Connection> {
  const { id, name, status, generation, version, authUrl, resourceUrl, tenant, clientId, instance, settings } =
    connection;
  const [budget, entities, facts, webhookFaults] = await Promise.all([
    describeBudget(instance, parts),
    entityStates(id, parts),
    factsOf(id, parts),
    webhookFaultsOf(id, parts),
  ]);
  return {
    id,
    name,
    integration: 'halo-psa',
    status,
    generation,
    version,
    authUrl,
    resourceUrl,
    tenant,
    clientId,
    instance,
    settings: { ...settings },
    budget,
    entities,
    warnings: [
      ...[...connection.warnings, ...webhookFaults].map((warning) => ({ ...warning })),
      ...facts.braked.map(brakeWarning),
    ],
    selfTest: connection.selfTest === null ? undefined : describeSelfTest(connection.selfTest),
    runId: facts.run_id ?? '',
    createdAt: instant(connection.createdAt),
    secretSetAt: instant(connection.secretSetAt),
    refetchWaiting: Number(facts.waiting),
  };
}

async function describeBudget(instance: string, { budget }: ConnectionDescriptions): Promise<connectorProto.Budget> {
  const { limit, windowSeconds, used, waiting, lanes, blockedUntil, configuredLimit, sharePercent, learned } =
    await budget.snapshot(instance);
  return {
    limit,
    windowSeconds: Math.round(windowSeconds),
    used,
    waiting,
    lanes: lanes.map(({ lane, used: busy, waiting: queued }) => ({ lane, used: busy, waiting: queued })),
    blockedUntil: instant(blockedUntil),
    configuredLimit,
    sharePercent: Math.round(sharePercent),
    learnedLimit: learned?.limit ?? 0,
    learnedHow: learned?.how ?? '',
    learnedSince: instant(learned?.since),
    trialLimit: learned?.trial?.limit ?? 0,
    trialAt: instant(learned?.trial?.at),
  };
}

async function entityStates(
  connectionId: string,
  { dataSource, counts }: ConnectionDescriptions,
): Promise<connectorProto.EntityState[]> {
  const rows = await dataSource.query<StateRow[]>(
    'SELECT entity, state, detail, in_halo, last_complete_at FROM entity_state WHERE connection_id = $1',
    [connectionId],
  );
  const underWay = await dataSource.query<
    { entity: EntityName; in_halo: string | null; detail: string; state: string }[]
  >(
    `SELECT e.entity, e.in_halo, e.detail, e.state FROM run_entity e JOIN run r ON r.id = e.run_id
     WHERE r.connection_id = $1 AND r.mode = 'backfill' AND r.ended_at IS NULL AND e.ended_at IS NULL`,
    [connectionId],
  );
  return Promise.all(
    entityNames.map(async (entity) => {
      const held = rows.find((row) => row.entity === entity);
      const open = underWay.find((row) => row.entity === entity);
      const count = await counts.of(entity, connectionId);
      return {
        entity,
        state: open?.state === 'stalled' ? 'stalled' : (held?.state ?? 'never'),
        inHalo: Number(open?.in_halo ?? held?.in_halo ?? -1),
        inPostgres: count?.live ?? -1,
        lastCompleteAt: instant(held?.last_complete_at),
        deadLetters: count?.deadLetters ?? 0,
        detail: open?.detail ?? held?.detail ?? '',
      };
    }),
  );
}

async function webhookFaultsOf(
  connectionId: string,
  { dataSource }: ConnectionDescriptions,
): Promise<readonly FieldError[]> {
  const [row] = await dataSource.query<{ faults: readonly FieldError[] }[]>(
    'SELECT faults FROM webhook WHERE connection_id = $1',
    [connectionId],
  );
  return row?.faults ?? [];
}

async function factsOf(connectionId: string, { dataSource }: ConnectionDescriptions): Promise<FactsRow> {
  const [row] = await dataSource.query<FactsRow[]>(
    `SELECT (SELECT id FROM run WHERE connection_id = $1 ORDER BY ended_at IS NULL DESC, mode = 'backfill' AND ended_at IS NULL DESC, id DESC LIMIT 1) AS run_id,
       (SELECT count(*) FROM refetch WHERE connection_id = $1) AS waiting,
       (SELECT coalesce(json_agg(json_build_object('entity', entity, 'detail', detail)), '[]')
        FROM entity_state WHERE connection_id = $1 AND is_braked) AS braked`,
    [connectionId],
  );
  return row ?? { run_id: null, waiting: '0', braked: [] };
}

function brakeWarning({ entity, detail }: FactsRow['braked'][number]): connectorProto.FieldProblem {
  return {
    field: entity,
    code: 'deletions_held_back',
    message: detail,
    hint: 'Look in Halo whether they are gone, or whether the agent behind the application may no longer see them. Where they are gone, an administrator starts a reconcile with "force": true.',
  };
}

import type { connectorProto, EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import type { LedgerRow } from '../gate/call-ledger';
import type { EntityServices } from '../services/entity-services';
import { instant } from './instant';

/** Calls as the outside sees them. How many rows were of use is asked of the services, whose history knows. */
export async function describeCalls(
  rows: readonly LedgerRow[],
  services: Pick<EntityServices, 'applied'>,
): Promise<connectorProto.Call[]> {
  const useful = new Map(
    await Promise.all(entityNames.map(async (entity) => [entity, await usefulRows(entity, rows, services)] as const)),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    lane: row.lane,
    reason: row.reason,
    entity: row.entity ?? '',
    haloId: Number(row.haloId ?? 0),
    runId: row.runId ?? '',
    deliveryId: row.deliveryId ?? '',
    askedBy: row.askedBy ?? '',
    startedAt: instant(row.startedAt),
    status: row.status ?? 0,
    ms: row.ms ?? 0,
    rows: row.rows ?? 0,
    outcome: row.outcome ?? '',
    useful: row.entity === null ? 0 : (useful.get(row.entity)?.(row.id) ?? -1),
  }));
}

/** By call; null while the service is away. */
async function usefulRows(
  entity: EntityName,
  rows: readonly LedgerRow[],
  services: Pick<EntityServices, 'applied'>,
): Promise<((callId: string) => number) | null> {
  const callIds = rows.filter((row) => row.entity === entity).map(({ id }) => id);
  if (callIds.length === 0) return null;
  try {
    const applied = await services.applied(entity, callIds);
    return (callId) => applied.get(callId)?.length ?? 0;
  } catch {
    return null;
  }
}

import type { ConnectionView, EntityName, EntityStateView, connectorProto } from '@halosync/contracts';
import { entityStates, perEntity } from '@halosync/contracts';
import type { WebhookTimes } from '../inbox/webhooks-seen';
import type { Reachability } from '../webhooks/callback-reachable';
import type { WebhookAuth } from '../webhooks/credential-store';
import { budgetView } from './budget-view';
import { selfTestView } from './self-test-view';

/** What the gateway itself knows of a connection. */
export interface GatewaySide {
  /** null: the reader may not see it. */
  readonly callbackUrl: string | null;
  readonly reachable: Reachability;
  readonly webhookAuth: WebhookAuth;
  readonly webhooks: ReadonlyMap<EntityName, WebhookTimes>;
  /** Age of the oldest webhook that waits in the inbox; 0 where none does. */
  readonly lagSeconds: number;
}

/** A connection as the API shows it. */
export function connectionView(held: connectorProto.Connection, side: GatewaySide): ConnectionView {
  return {
    id: held.id,
    name: held.name,
    integration: held.integration,
    status: held.status,
    version: held.version,
    authUrl: held.authUrl,
    resourceUrl: held.resourceUrl,
    tenant: held.tenant,
    clientId: held.clientId,
    callbackUrl: side.callbackUrl,
    callbackReachable: side.reachable,
    entities: perEntity((entity) =>
      entityView(
        held.entities.find((state) => state.entity === entity),
        side,
        entity,
      ),
    ),
    budget: budgetView(held.budget),
    settings: { ...settingsOf(held.settings), webhookAuth: side.webhookAuth },
    ...(held.runId === '' ? {} : { runId: held.runId }),
    refetchWaiting: held.refetchWaiting,
    createdAt: orNull(held.createdAt),
    secretSetAt: orNull(held.secretSetAt),
    warnings: [...held.warnings, ...(side.reachable === 'private' ? [unreachable] : [])],
    selfTest: selfTestView(held.selfTest),
  };
}

const unreachable = {
  field: 'webhook',
  code: 'callback_unreachable',
  message: 'A hosted Halo cannot reach the callback URL: it is private or plain http.',
  hint: 'Set PUBLIC_URL to an address that is open to the internet. Until then changes come with the next look for changes instead of at once.',
} as const;

function entityView(
  state: connectorProto.EntityState | undefined,
  side: GatewaySide,
  entity: EntityName,
): EntityStateView {
  const webhooks = side.webhooks.get(entity);
  return {
    state: entityStates.find((word) => word === state?.state) ?? 'never',
    inHalo: countOrNull(state?.inHalo),
    inPostgres: countOrNull(state?.inPostgres),
    lastWebhookAt: webhooks?.lastAt.toISOString() ?? null,
    lastCompleteAt: orNull(state?.lastCompleteAt),
    lagSeconds: side.lagSeconds,
    webhooksReceived: webhooks?.count ?? 0,
    deadLetters: state?.deadLetters ?? 0,
    detail: orNull(state?.detail),
  };
}

/** Those that are set; the wire has null for the others. */
export function settingsOf(settings: connectorProto.ConnectionSettings | null | undefined): {
  limit?: number;
  windowSeconds?: number;
  sharePercent?: number;
  deltaSeconds?: number;
  reconcileAt?: string;
  details?: boolean;
} {
  const { limit, windowSeconds, sharePercent, deltaSeconds, reconcileAt, details } = settings ?? {};
  return {
    ...(isSet(limit) ? { limit } : {}),
    ...(isSet(windowSeconds) ? { windowSeconds } : {}),
    ...(isSet(sharePercent) ? { sharePercent } : {}),
    ...(isSet(deltaSeconds) ? { deltaSeconds } : {}),
    ...(isSet(reconcileAt) ? { reconcileAt } : {}),
    ...(isSet(details) ? { details } : {}),
  };
}

function isSet<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function countOrNull(count: number | undefined): number | null {
  return count === undefined || count < 0 ? null : count;
}

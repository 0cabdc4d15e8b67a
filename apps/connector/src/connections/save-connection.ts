import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import type { ConnectionValues } from '@halosync/halo-client';
import { normaliseUrl } from '@halosync/halo-client';
import type { Leases } from '@halosync/persistence';
import type { DataSource, EntityManager } from 'typeorm';
import type { CallLedger } from '../gate/call-ledger';
import type { SecretStore } from '../secrets/secret-store';
import { startRun } from '../sync/start-run';
import type { TokenStore } from '../tokens/token-store';
import type { Connection, ConnectionSettings } from './connection';
import { connectionById, connectionOfInstance, liveConnections } from './connection';
import { addressOf } from './instances';
import { editSettings } from './settings';
import type { Trial, TrialParts } from './try-values';
import { tryValues } from './try-values';

export interface SaveParts extends TrialParts {
  readonly dataSource: DataSource;
  readonly secrets: SecretStore;
  readonly tokens: TokenStore;
  readonly leases: Leases;
  readonly ledger: CallLedger;
}

export interface SaveOrder {
  readonly name: string;
  readonly values: ConnectionValues;
  readonly settings: unknown;
  /** The person or API key. */
  readonly askedBy: string | null;
}

export interface Saved {
  readonly connection: Connection;
  readonly outcome: 'created' | 'replaced' | 'unchanged';
  readonly trial: Trial | null;
}

// A test takes 10 s at most; whoever presses second waits for the first one's verdict.
const WAIT_MS = 25_000;
const LOOK_AGAIN_MS = 150;

/**
 * Save And Sync: tests, saves, starts the first run, all or nothing. The same five values as stored are found, without a
 * call; pressed twice at once, the second press waits and then finds them.
 * @throws AppError of a refused connection.
 */
export async function saveConnection(
  { name, values, settings: given, askedBy }: SaveOrder,
  parts: SaveParts,
): Promise<Saved> {
  const settings = editSettings({}, given);
  const held = await sameValues(values, parts);
  if (held !== null) return { connection: held, outcome: 'unchanged', trial: null };
  return alone(values, parts, async () => {
    const found = await sameValues(values, parts);
    if (found !== null) return { connection: found, outcome: 'unchanged', trial: null };
    const trial = await tryValues(values, askedBy, parts);
    const { id, outcome } = await parts.dataSource.transaction((manager) =>
      store(manager, { name, settings, askedBy }, trial, parts),
    );
    const connection = await connectionById(parts.dataSource, id);
    if (connection === null) throw new AppError('internal', 'A connection vanished while it was saved.');
    await parts.instances.ensure(connection.instance, connection.settings);
    await parts.ledger.adopt(id, trial.callIds);
    return { connection, outcome, trial };
  });
}

/** A connection with exactly these five values that still is one. */
async function sameValues(values: ConnectionValues, { dataSource, secrets }: SaveParts): Promise<Connection | null> {
  const urls = normalisedUrls(values);
  if (urls === null) return null;
  for (const connection of await liveConnections(dataSource)) {
    const { authUrl, resourceUrl, tenant, clientId, status } = connection;
    const isSame =
      authUrl === urls.authUrl &&
      resourceUrl === urls.resourceUrl &&
      tenant === values.tenant &&
      clientId === values.clientId;
    if (!isSame || status === 'deleting') continue;
    const secret = await secrets.get(connection.id, 'client_secret');
    if (secret !== null && isSameSecret(secret, values.clientSecret)) return connection;
  }
  return null;
}

export function isSameSecret(one: Secret, other: Secret): boolean {
  const digest = (secret: Secret): Buffer => createHash('sha256').update(secret.reveal()).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** One test and save per Halo at a time. Values that name no Halo are refused by their test before anything is called. */
async function alone<T>(values: ConnectionValues, { leases }: SaveParts, work: () => Promise<T>): Promise<T> {
  const urls = normalisedUrls(values);
  if (urls === null) return work();
  const name = `save:${addressOf({ ...urls, tenant: values.tenant })}`;
  const deadline = performance.now() + WAIT_MS;
  let lease = await leases.take(name);
  while (lease === null) {
    if (performance.now() > deadline) throw busy('Somebody is connecting this Halo right now.');
    await sleep(LOOK_AGAIN_MS);
    lease = await leases.take(name);
  }
  try {
    return await work();
  } finally {
    await leases.release(lease);
  }
}

function normalisedUrls(values: ConnectionValues): { authUrl: string; resourceUrl: string } | null {
  try {
    return { authUrl: normaliseUrl(values.authUrl), resourceUrl: normaliseUrl(values.resourceUrl) };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function busy(message: string): AppError {
  const hint = 'Try again when that has ended.';
  return new AppError('instance_busy', message, {
    retryable: true,
    errors: [{ field: 'connection', code: 'instance_busy', message, hint }],
  });
}

async function store(
  manager: EntityManager,
  { name, settings, askedBy }: Pick<SaveOrder, 'name' | 'askedBy'> & { readonly settings: ConnectionSettings },
  trial: Trial,
  parts: SaveParts,
): Promise<{ id: string; outcome: 'created' | 'replaced' }> {
  const { values, instance, token } = trial;
  // The same Halo under another address: the lease was another one.
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`halosync:instance:${instance.key}`]);
  const held = await connectionOfInstance(manager, instance.key);
  if (held?.status === 'deleting') throw busy('This Halo is being disconnected.');
  const isReplaced = held !== null && held.status !== 'deleted';
  const id = held?.id ?? randomUUID();
  if (held === null) {
    await manager.query(
      `INSERT INTO connection (id, instance, name, auth_url, resource_url, tenant, client_id, status) VALUES ($1, $2, '', '', '', '', '', 'active')`,
      [id, instance.key],
    );
  }
  await writeTested(manager, id, trial);
  await manager.query(
    `UPDATE connection SET name = $2, settings = settings || $3,
       generation = generation + CASE WHEN status = 'deleted' THEN 1 ELSE 0 END,
       version = version + $4,
       status_since = CASE WHEN status = 'paused' THEN status_since ELSE clock_timestamp() END,
       status = CASE WHEN status = 'paused' THEN status ELSE 'active' END
     WHERE id = $1`,
    [id, name.trim() || held?.name || nameOf(trial), JSON.stringify(settings), held === null ? 0 : 1],
  );
  if (held?.status === 'deleted') await manager.query('DELETE FROM entity_state WHERE connection_id = $1', [id]);
  await parts.secrets.put(manager, id, 'client_secret', values.clientSecret);
  await parts.tokens.write(manager, id, token.accessToken, token.expiresInSeconds);
  const connection = await connectionById(manager, id);
  if (connection === null) throw new AppError('internal', 'A connection vanished while it was saved.');
  const reason = isReplaced ? 'new credentials' : 'first sync';
  await startRun(manager, connection, { mode: 'backfill', reason, askedBy });
  return { id, outcome: isReplaced ? 'replaced' : 'created' };
}

/** What a successful test proves, as it is stored. */
export async function writeTested(manager: EntityManager, id: string, trial: Trial): Promise<void> {
  const { authUrl, resourceUrl, tenant, clientId } = trial.values;
  await manager.query(
    `UPDATE connection SET auth_url = $2, resource_url = $3, tenant = $4, client_id = $5, secret_set_at = clock_timestamp()
     WHERE id = $1`,
    [id, authUrl, resourceUrl, tenant, clientId],
  );
  await writeSeen(manager, id, trial);
}

/** What may be read, and how this Halo answers. */
async function writeSeen(
  source: Pick<EntityManager, 'query'>,
  id: string,
  { entities, warnings, selfTest }: Trial,
): Promise<void> {
  const access = Object.fromEntries(
    Object.entries(entities).map(([entity, { readable, recordCount }]) => [
      entity,
      { readable, recordCount: recordCount ?? -1 },
    ]),
  );
  await source.query('UPDATE connection SET access = $2, warnings = $3, self_test = $4 WHERE id = $1', [
    id,
    JSON.stringify(access),
    JSON.stringify(warnings),
    JSON.stringify(selfTest),
  ]);
}

/** A test of the values that a connection has renews what is known of its Halo: somebody has looked whether it is put right. */
export async function renewTested(source: DataSource, trial: Trial): Promise<void> {
  const { authUrl, resourceUrl, tenant, clientId } = trial.values;
  const rows = await source.query<{ id: string }[]>(
    `SELECT id FROM connection WHERE instance = $1 AND auth_url = $2 AND resource_url = $3 AND tenant = $4 AND client_id = $5
       AND status NOT IN ('deleting', 'deleted')`,
    [trial.instance.key, authUrl, resourceUrl, tenant, clientId],
  );
  for (const { id } of rows) await writeSeen(source, id, trial);
}

function nameOf({ values, instance }: Trial): string {
  return instance.tenantId === '' ? new URL(values.resourceUrl).hostname : instance.tenantId;
}

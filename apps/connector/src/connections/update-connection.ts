import { Secret } from '@halosync/config';
import type { FieldError } from '@halosync/errors';
import { AppError } from '@halosync/errors';
import type { ConnectionValues } from '@halosync/halo-client';
import { normaliseUrl } from '@halosync/halo-client';
import type { Connection } from './connection';
import { connectionById } from './connection';
import type { SaveParts } from './save-connection';
import { isSameSecret, writeTested } from './save-connection';
import { editSettings } from './settings';
import type { Trial } from './try-values';
import { tryValues } from './try-values';

export interface ConnectionEdit {
  readonly id: string;
  /** The version that the editor saw. */
  readonly version: number;
  /** Absent: only settings change. An empty secret keeps the one stored. */
  readonly values: (ConnectionValues & { readonly name: string }) | null;
  readonly settings: unknown;
  /** The person or API key. */
  readonly askedBy: string | null;
}

/**
 * Edits a connection. Other values than those stored are tried before they replace them; settings alone call nobody.
 * @throws AppError `not_found`, `precondition_failed` where somebody else was faster, `other_instance`, or that of a
 * refused connection; nothing has changed then.
 */
export async function updateConnection(edit: ConnectionEdit, parts: SaveParts): Promise<Connection> {
  const { dataSource } = parts;
  const held = await connectionById(dataSource, edit.id);
  if (held === null || held.status === 'deleted') throw new AppError('not_found', 'There is no such connection.');
  if (held.status === 'deleting') throw new AppError('conflict', 'This connection is being disconnected.');
  assertVersion(held, edit.version);
  const settings = editSettings(held.settings, edit.settings);
  const trial = edit.values === null ? null : await tried(held, edit.values, edit.askedBy, parts);
  await dataSource.transaction(async (manager) => {
    // The version again, now under the row's lock: the test took its time.
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE connection SET version = version + 1, settings = $3, name = coalesce(nullif($4, ''), name)
       WHERE id = $1 AND version = $2 AND status NOT IN ('deleting', 'deleted') RETURNING 1`,
      [held.id, edit.version, JSON.stringify(settings), edit.values?.name.trim() ?? ''],
    );
    if (rows.length === 0) throw stale();
    if (trial === null) return;
    await writeTested(manager, held.id, trial);
    await parts.secrets.put(manager, held.id, 'client_secret', trial.values.clientSecret);
    await parts.tokens.write(manager, held.id, trial.token.accessToken, trial.token.expiresInSeconds);
    await manager.query(
      `UPDATE connection SET status = 'active', status_since = clock_timestamp() WHERE id = $1 AND status = 'auth_failed'`,
      [held.id],
    );
  });
  await parts.instances.ensure(held.instance, settings);
  if (trial !== null) await parts.ledger.adopt(held.id, trial.callIds);
  const edited = await connectionById(dataSource, held.id);
  if (edited === null) throw new AppError('not_found', 'There is no such connection.');
  return edited;
}

async function tried(
  held: Connection,
  given: ConnectionValues,
  askedBy: string | null,
  parts: SaveParts,
): Promise<Trial | null> {
  const stored = await parts.secrets.get(held.id, 'client_secret');
  const keepsSecret = given.clientSecret.reveal() === '';
  const values = { ...given, clientSecret: keepsSecret ? (stored ?? new Secret('')) : given.clientSecret };
  const isSecretSame = stored !== null && isSameSecret(stored, values.clientSecret);
  const isRestSame = isSameAddress(held, values) && held.clientId === values.clientId;
  if (isRestSame && isSecretSame) return null;
  try {
    const trial = await tryValues(values, askedBy, parts);
    if (trial.instance.key !== held.instance) throw otherInstance(held);
    return trial;
  } catch (error) {
    throw isRestSame && error instanceof AppError && error.code === 'invalid_client' ? secretRejected(error) : error;
  }
}

function isSameAddress(held: Connection, { authUrl, resourceUrl, tenant }: ConnectionValues): boolean {
  try {
    return (
      held.tenant === tenant && held.authUrl === normaliseUrl(authUrl) && held.resourceUrl === normaliseUrl(resourceUrl)
    );
  } catch {
    return false; // no web address: the test says so, in words
  }
}

function assertVersion(held: Connection, seen: number): void {
  if (held.version !== seen) throw stale();
}

const stale = (): AppError =>
  new AppError('precondition_failed', 'Somebody else has changed this connection meanwhile.');

function otherInstance(held: Connection): AppError {
  const error: FieldError = {
    field: 'authUrl',
    code: 'other_instance',
    message: `These values belong to another Halo than the one whose data this connection holds (${held.resourceUrl}).`,
    hint: 'Make a new connection, or disconnect this one first. Nothing was mixed.',
  };
  return new AppError('other_instance', error.message, { errors: [error] });
}

function secretRejected(cause: AppError): AppError {
  const error: FieldError = {
    field: 'clientSecret',
    code: 'secret_rejected',
    message: 'The new secret does not work (invalid_client).',
    hint: 'The old one stays in force.',
  };
  return new AppError('secret_rejected', error.message, { errors: [error], cause, details: cause.details });
}

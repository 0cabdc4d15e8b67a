import type { EntityName } from '@halosync/contracts';
import type { FieldError } from '@halosync/errors';
import type { SelfTest } from '@halosync/halo-client';
import type { DataSource, EntityManager } from 'typeorm';

export type ConnectionStatus = 'active' | 'auth_failed' | 'paused' | 'deleting' | 'deleted';

/** What a person may set; absent means: as the installation does. */
export interface ConnectionSettings {
  readonly limit?: number;
  readonly windowSeconds?: number;
  readonly sharePercent?: number;
  readonly deltaSeconds?: number;
  /** `HH:MM`, UTC. */
  readonly reconcileAt?: string;
  readonly details?: boolean;
}

/** What the last look at an entity said about our right to read it. */
export interface Access {
  /** Null: not known yet. */
  readonly readable: boolean | null;
  /** -1 where Halo does not say. */
  readonly recordCount: number;
  /** False: its lists were asked for what changed, and told more than that. */
  readonly narrows?: boolean;
}

/** What the last test of the connection found about how its Halo answers. */
export interface HeldSelfTest extends SelfTest {
  /** Database time, RFC 3339. */
  readonly testedAt: string;
  /** How far Halo's clock is ahead of the database's; null where it showed none. */
  readonly clockOffsetMs: number | null;
}

/** A connection to one Halo instance. Its secrets are elsewhere. */
export interface Connection {
  readonly id: string;
  readonly instance: string;
  readonly name: string;
  readonly authUrl: string;
  readonly resourceUrl: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly status: ConnectionStatus;
  readonly generation: number;
  readonly version: number;
  readonly settings: ConnectionSettings;
  readonly warnings: readonly FieldError[];
  readonly access: Readonly<Partial<Record<EntityName, Access>>>;
  readonly selfTest: HeldSelfTest | null;
  readonly createdAt: Date;
  readonly secretSetAt: Date;
}

const COLUMNS = `id, instance, name, auth_url AS "authUrl", resource_url AS "resourceUrl", tenant, client_id AS "clientId", status,
  generation, version, settings, warnings, access, self_test AS "selfTest", created_at AS "createdAt", secret_set_at AS "secretSetAt"`;

type Querying = Pick<EntityManager, 'query'> | Pick<DataSource, 'query'>;

export async function connectionById(source: Querying, id: string): Promise<Connection | null> {
  const [row] = await source.query<Connection[]>(`SELECT ${COLUMNS} FROM connection WHERE id = $1`, [id]);
  return row ?? null;
}

/** All but the deleted ones, oldest first. */
export async function liveConnections(source: Querying): Promise<Connection[]> {
  return source.query<Connection[]>(
    `SELECT ${COLUMNS} FROM connection WHERE status <> 'deleted' ORDER BY created_at, id`,
  );
}

/** The one that an instance has; else the one it had last, whose data may still be there. */
export async function connectionOfInstance(source: Querying, instance: string): Promise<Connection | null> {
  const [row] = await source.query<Connection[]>(
    `SELECT ${COLUMNS} FROM connection WHERE instance = $1 ORDER BY status = 'deleted', status_since DESC LIMIT 1`,
    [instance],
  );
  return row ?? null;
}

/** Only from the status that the caller saw: somebody else's change wins. */
export async function setStatus(
  source: Querying,
  id: string,
  from: ConnectionStatus,
  to: ConnectionStatus,
): Promise<boolean> {
  const [, changed] = await source.query<[unknown, number]>(
    'UPDATE connection SET status = $3, status_since = clock_timestamp() WHERE id = $1 AND status = $2',
    [id, from, to],
  );
  return changed === 1;
}

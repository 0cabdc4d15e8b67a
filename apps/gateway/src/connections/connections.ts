import type { ConnectionView, connectorProto } from '@halosync/contracts';
import type { RoleName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import { mayActAs } from '../accounts/role';
import { connectionView } from './connection-view';
import { webhookTimes } from '../inbox/webhooks-seen';
import type { ConnectorClient } from '../peers/connector.client';
import { idFrom } from '../requests/id';
import { callbackReachable } from '../webhooks/callback-reachable';
import { callbackUrl } from '../webhooks/callback-token';
import type { CredentialStore } from '../webhooks/credential-store';
import type { EndpointSnapshot } from '../webhooks/endpoint-snapshot';
import type { EndpointStore } from '../webhooks/endpoint-store';

export const CONNECTIONS_PARTS = Symbol('ConnectionsParts');

export interface ConnectionsParts {
  readonly connector: ConnectorClient;
  readonly endpoints: EndpointStore;
  readonly credentials: CredentialStore;
  readonly snapshot: EndpointSnapshot;
  readonly dataSource: DataSource;
  readonly publicUrl: string;
}

const PURGE_ROWS = 2_000;

/** Connections as people see them: what the connector knows, with the gateway's own side of each. */
export class Connections {
  constructor(private readonly parts: ConnectionsParts) {}

  /** Whether there is such a connection; the connector answers, nothing is derived from the id. */
  async find(id: string): Promise<connectorProto.Connection> {
    return this.parts.connector.get(idFrom(id));
  }

  async view(held: connectorProto.Connection, reader: RoleName): Promise<ConnectionView> {
    const [only] = await this.views([held], reader);
    if (only === undefined) throw new AppError('internal', 'A connection without a view.');
    return only;
  }

  /** Gives each connection its callback URL where it has none yet. */
  async views(held: readonly connectorProto.Connection[], reader: RoleName): Promise<ConnectionView[]> {
    const { endpoints, credentials, dataSource, publicUrl } = this.parts;
    const ids = held.map(({ id }) => id);
    const [tokens, auths, times, lags] = await Promise.all([
      endpoints.ensure(held.filter(({ status }) => status !== 'deleting')),
      credentials.current(ids),
      webhookTimes(dataSource, ids),
      this.#lags(ids),
    ]);
    return held.map((connection) => {
      const token = tokens.get(connection.id);
      return connectionView(connection, {
        callbackUrl: token === undefined || !mayActAs(reader, 'operator') ? null : callbackUrl(publicUrl, token),
        reachable: callbackReachable(publicUrl),
        webhookAuth: auths.get(connection.id) ?? { type: 'none' },
        webhooks: times.get(connection.id) ?? new Map(),
        lagSeconds: lags.get(connection.id) ?? 0,
      });
    });
  }

  async rotate(held: connectorProto.Connection): Promise<{ callbackUrl: string; previousWorksUntil: Date }> {
    const { token, previousWorksUntil } = await this.parts.endpoints.rotate(held.id, held.generation);
    return { callbackUrl: callbackUrl(this.parts.publicUrl, token), previousWorksUntil };
  }

  /** Gives a connection its callback URL where it has none yet. */
  async ensureCallback(held: connectorProto.Connection): Promise<void> {
    if (held.status !== 'deleting') await this.parts.endpoints.ensure([held]);
  }

  /** The token dies first, so that nothing new arrives while the rest goes. */
  async disconnect(held: connectorProto.Connection, purge: boolean): Promise<number> {
    await this.parts.endpoints.revokeAll(held.id);
    await this.parts.snapshot.reload();
    const removed = await this.parts.connector.delete(held.id, purge);
    await this.parts.credentials.removeAll(held.id);
    if (purge) await this.#purge(held.id);
    return removed;
  }

  async #lags(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.parts.dataSource.query<{ connection_id: string; seconds: number }[]>(
      `SELECT connection_id, extract(epoch FROM clock_timestamp() - min(received_at))::float8 AS seconds
       FROM gateway.inbox WHERE status = 'accepted' AND connection_id = ANY($1::uuid[]) GROUP BY connection_id`,
      [ids],
    );
    return new Map(rows.map((row) => [row.connection_id, Math.round(row.seconds * 10) / 10]));
  }

  /** What webhooks said is data too. */
  async #purge(id: string): Promise<void> {
    for (let count = PURGE_ROWS; count === PURGE_ROWS;) {
      const [, removed] = await this.parts.dataSource.query<[unknown, number]>(
        `DELETE FROM gateway.inbox WHERE delivery_id IN (SELECT delivery_id FROM gateway.inbox WHERE connection_id = $1 LIMIT $2)`,
        [id, PURGE_ROWS],
      );
      count = removed;
    }
    await this.parts.dataSource.query(`DELETE FROM gateway.webhook_seen WHERE connection_id = $1`, [id]);
  }
}

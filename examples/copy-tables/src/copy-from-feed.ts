import type { EntityClient } from '@halosync/client';
import { HalosyncClient } from '@halosync/client';
import type { EntityName, Invoice, Site, Ticket, User } from '@halosync/contracts';
import { grpcTls } from '@halosync/grpc';
import type { GrpcTlsVariables } from '@halosync/grpc';
import type pg from 'pg';
import { writeChange } from './copy-tables';

interface Addresses extends GrpcTlsVariables {
  readonly TICKET_SERVICE_GRPC_URL: string;
  readonly SITE_SERVICE_GRPC_URL: string;
  readonly USER_SERVICE_GRPC_URL: string;
  readonly INVOICE_SERVICE_GRPC_URL: string;
}

/** Keeps the copy by the gRPC feed. A row and the cursor are committed together, so it may be killed at any moment. */
export async function copyFromFeed(
  pool: pg.Pool,
  entities: readonly EntityName[],
  addresses: Addresses,
): Promise<void> {
  const client = new HalosyncClient(
    {
      tickets: addresses.TICKET_SERVICE_GRPC_URL,
      sites: addresses.SITE_SERVICE_GRPC_URL,
      users: addresses.USER_SERVICE_GRPC_URL,
      invoices: addresses.INVOICE_SERVICE_GRPC_URL,
    },
    { tls: grpcTls(addresses) },
  );
  const clients = { ticket: client.tickets, site: client.sites, user: client.users, invoice: client.invoices };
  await Promise.all(entities.map((entity) => follow(pool, entity, clients[entity])));
}

async function follow<Entity extends Ticket | Site | User | Invoice>(
  pool: pg.Pool,
  entity: EntityName,
  client: EntityClient<Entity>,
): Promise<void> {
  const { rows } = await pool.query<{ cursor: string }>('SELECT cursor FROM copy.feed WHERE entity = $1', [entity]);
  for await (const { cursor, change } of client.changes({ after: Number(rows[0]?.cursor ?? 0) })) {
    const { record } = change;
    const copied = {
      position: change.position,
      connectionId: record.connectionId,
      haloId: record.haloId,
      revision: record.revision,
      learnedBy: record.learnedBy,
      deletedAt: record.deletedAt ?? null,
      raw: record.rawJson,
      record: JSON.stringify(record),
    };
    await writeChange(pool, entity, copied, cursor);
  }
}

import type { EntityName, Invoice, Site, Ticket, User } from '@halosync/contracts';
import type { GrpcTls } from '@halosync/grpc';
import { GrpcClient } from '@halosync/grpc';
import { EntityClient } from './entity-client';

/** host:port of each entity service; those of a local start where they are left out. */
export interface HalosyncAddresses {
  readonly tickets?: string;
  readonly sites?: string;
  readonly users?: string;
  readonly invoices?: string;
}

export interface HalosyncClientOptions {
  /** For services that ask for a certificate; see `grpcTls` of `@halosync/grpc` for files named by the environment. */
  readonly tls?: GrpcTls | undefined;
  /** How long an answer may take. The feed has no end, and no such limit. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 10_000;

/** What Halosync holds of Halo, for programs: records, their history, and every change. Connections are made on first use. */
export class HalosyncClient {
  readonly tickets: EntityClient<Ticket>;
  readonly sites: EntityClient<Site>;
  readonly users: EntityClient<User>;
  readonly invoices: EntityClient<Invoice>;
  readonly #connections: GrpcClient[] = [];

  constructor(addresses: HalosyncAddresses = {}, options: HalosyncClientOptions = {}) {
    this.tickets = this.#entity('ticket', addresses.tickets ?? '127.0.0.1:50051', options);
    this.sites = this.#entity('site', addresses.sites ?? '127.0.0.1:50052', options);
    this.users = this.#entity('user', addresses.users ?? '127.0.0.1:50053', options);
    this.invoices = this.#entity('invoice', addresses.invoices ?? '127.0.0.1:50054', options);
  }

  /** Ends all connections; what is still asked fails. */
  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #entity<Entity>(entity: EntityName, address: string, options: HalosyncClientOptions): EntityClient<Entity> {
    const connection = new GrpcClient({
      address,
      packageName: `halosync.${entity}.v1`,
      serviceName: `${entity.charAt(0).toUpperCase()}${entity.slice(1)}Service`,
      deadlineMs: options.deadlineMs ?? DEADLINE_MS,
      tls: options.tls,
    });
    this.#connections.push(connection);
    return new EntityClient<Entity>(connection);
  }
}

import type { Secret } from '@halosync/config';
import type { EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { listPage, permissionPlace, resources } from '@halosync/halo-client';
import type { DataSource } from 'typeorm';
import type { Connection } from '../connections/connection';
import { setStatus } from '../connections/connection';
import type { HaloGate } from './halo-gate';

/** What a 401 with a fresh token means: this entity is not ours to read, or nothing is. */
export class Refusals {
  /** What this process has seen since it last read the connection. */
  readonly #seen = new Map<string, boolean>();
  readonly #judging = new Map<string, Promise<AppError>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: HaloGate,
  ) {}

  isKnown(connection: Connection, entity: EntityName): boolean {
    return !this.#isReadable(connection, entity);
  }

  forbidden(entity: EntityName, cause?: AppError): AppError {
    const message = `Halo refuses to show ${entity}s: the application lacks the permission. ${permissionPlace(entity)}.`;
    return new AppError('halo_forbidden', message, { cause, details: { ...cause?.details, entity } });
  }

  async readable(connection: Connection, entity: EntityName): Promise<void> {
    if (!this.#isReadable(connection, entity)) await this.#note(connection, entity, true);
  }

  async refused(connection: Connection, entity: EntityName): Promise<void> {
    if (this.#isReadable(connection, entity)) await this.#note(connection, entity, false);
  }

  async #note(connection: Connection, entity: EntityName, readable: boolean): Promise<void> {
    this.#seen.set(keyOf(connection, entity), readable);
    await this.dataSource.query(
      `UPDATE connection SET access = access || jsonb_build_object($2::text, coalesce(access -> $2, '{"recordCount": -1}') || jsonb_build_object('readable', $3::boolean))
       WHERE id = $1`,
      [connection.id, entity, readable],
    );
  }

  /** Another entity is asked with the same token: if that works the token is good. Whoever asks meanwhile waits for the same verdict. */
  async judge(connection: Connection, entity: EntityName, token: Secret): Promise<AppError> {
    const key = keyOf(connection, entity);
    const underWay = this.#judging.get(key);
    if (underWay !== undefined) return underWay;
    const verdict = this.#judge(connection, entity, token).finally(() => this.#judging.delete(key));
    this.#judging.set(key, verdict);
    return verdict;
  }

  async #judge(connection: Connection, entity: EntityName, token: Secret): Promise<AppError> {
    const others = entityNames.filter((name) => name !== entity && this.#isReadable(connection, name));
    const [other] = others;
    if (other !== undefined && (await this.#works(connection, other, token))) {
      await this.#note(connection, entity, false);
      return this.forbidden(entity);
    }
    await setStatus(this.dataSource, connection.id, 'active', 'auth_failed');
    return new AppError('auth_failed', 'Halo refuses a token that it has just issued (401).');
  }

  async #works(connection: Connection, entity: EntityName, token: Secret): Promise<boolean> {
    const purpose = { lane: 'console', reason: 'permission check' } as const;
    const api = {
      resourceUrl: connection.resourceUrl,
      token,
      send: (call: Parameters<HaloGate['send']>[2]) => this.gate.send(connection, purpose, call),
    };
    try {
      await listPage(api, resources[entity], { page: 1, pageSize: 1 });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'halo_unauthorised') return false;
      // Anything else is no verdict on the token: the question is asked again, and so is this one.
      throw error;
    }
  }

  #isReadable(connection: Connection, entity: EntityName): boolean {
    return this.#seen.get(keyOf(connection, entity)) ?? connection.access[entity]?.readable ?? true;
  }
}

const keyOf = (connection: Connection, entity: EntityName): string =>
  `${connection.id}:${connection.generation}:${entity}`;

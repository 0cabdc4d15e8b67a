import type { EntityName, entityProto } from '@halosync/contracts';
import type { EntityServices } from './entity-services';

const FRESH_MS = 1_000;

/** How many records each service holds, asked at most once a second, however many people look. */
export class ServiceCounts {
  readonly #held = new Map<
    string,
    { readonly at: number; readonly count: Promise<entityProto.CountResponse | null> }
  >();

  constructor(private readonly services: Pick<EntityServices, 'count'>) {}

  /** Null while the service is away. */
  async of(entity: EntityName, connectionId: string): Promise<entityProto.CountResponse | null> {
    const key = `${connectionId}:${entity}`;
    const held = this.#held.get(key);
    if (held !== undefined && performance.now() - held.at < FRESH_MS) return held.count;
    const count = this.services.count(entity, connectionId).catch(() => null);
    this.#held.set(key, { at: performance.now(), count });
    return count;
  }
}

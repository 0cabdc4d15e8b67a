import { listPage, resources } from '@halosync/halo-client';
import type { EntityName } from '@halosync/contracts';
import type { Connection } from '../connections/connection';
import type { CallPurpose } from '../gate/halo-gate';
import type { HaloDesk } from '../gate/halo-desk';

// While records go one after the other, one look a minute is enough.
const GOOD_FOR_MS = 60_000;

/**
 * Before a 404 is believed: does the list of that entity answer? An address that has moved, or a proxy that has lost
 * its Halo, says 404 to everything, and that deletes nothing (P5).
 */
export class CollectionCheck {
  readonly #seen = new Map<string, number>();

  constructor(private readonly desk: HaloDesk) {}

  /** @throws AppError where the list does not answer as a list. */
  async assertAnswers(connection: Connection, entity: EntityName, purpose: CallPurpose): Promise<void> {
    const key = `${connection.id}:${entity}`;
    if ((this.#seen.get(key) ?? -Infinity) + GOOD_FOR_MS > performance.now()) return;
    await this.desk.ask(
      connection,
      {
        lane: purpose.lane,
        reason: 'before a deletion',
        ...(purpose.signal === undefined ? {} : { signal: purpose.signal }),
      },
      {
        entity,
        ask: (api) => listPage(api, resources[entity], { page: 1, pageSize: 1 }),
        rowsOf: ({ rows }) => rows.length,
      },
    );
    this.#seen.set(key, performance.now());
  }
}

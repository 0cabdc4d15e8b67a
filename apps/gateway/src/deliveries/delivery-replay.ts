import type { replayDeliveriesSchema } from '@halosync/contracts';
import { uuidv7 } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource, EntityManager } from 'typeorm';
import type { z } from 'zod';
import { FAILED } from './delivery-log';
import { idOfTime } from './id-of-time';

const BATCH = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Sends deliveries down the line again, each as a new delivery beside the old one: the services have marked the old id as
 * done, and a fix could otherwise never take effect. The new one knows what the old one knew and no more, so the one rule
 * judges it as it would have judged it then: what agrees or is older changes nothing, and no revision is written twice.
 */
export class DeliveryReplay {
  constructor(
    private readonly dataSource: DataSource,
    private readonly kick: () => void,
  ) {}

  /**
   * The id of the new delivery; that of the one before where it still waits.
   * @throws AppError `not_found`, or `conflict` for a delivery that was not passed on yet.
   */
  async one(id: string): Promise<{ readonly id: string; readonly replayed: number }> {
    const answer = await this.dataSource.transaction(async (manager) => {
      const [held] = await manager.query<{ status: string }[]>(
        'SELECT status FROM gateway.inbox WHERE delivery_id = $1 FOR UPDATE',
        [id],
      );
      if (held === undefined) throw new AppError('not_found', 'There is no such delivery, or it is no longer kept.');
      if (held.status === 'accepted') throw new AppError('conflict', 'This delivery still waits to be passed on.');
      const [waiting] = await manager.query<{ delivery_id: string }[]>(
        `SELECT r.delivery_id FROM gateway.inbox r JOIN gateway.inbox i ON r.replay_of = coalesce(i.replay_of, i.delivery_id)
         WHERE i.delivery_id = $1 AND r.status = 'accepted' LIMIT 1`,
        [id],
      );
      if (waiting !== undefined) return { id: waiting.delivery_id, replayed: 0 };
      const [fresh] = await repeat(manager, [id]);
      if (fresh === undefined) throw new AppError('internal', 'A replay was not written.');
      return { id: fresh, replayed: 1 };
    });
    this.kick();
    return answer;
  }

  /** All of a range, oldest first; replays themselves are left out, and so are failed ones that a replay has put right. */
  async range(connectionId: string, { from, to, status }: z.output<typeof replayDeliveriesSchema>): Promise<number> {
    const [clock] = await this.dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    const until = to === undefined ? (clock?.now ?? new Date()) : new Date(to);
    const since = new Date(from ?? 0);
    let after = idOfTime(new Date(since.getTime() - DAY_MS));
    let replayed = 0;
    for (;;) {
      const ids = await this.dataSource.transaction(async (manager) => {
        const rows = await manager.query<{ delivery_id: string }[]>(
          `SELECT i.delivery_id FROM gateway.inbox i
           WHERE i.connection_id = $1 AND i.delivery_id > $2 AND i.delivery_id < $3 AND i.received_at >= $4 AND i.received_at < $5
             AND i.status <> 'accepted' AND i.replay_of IS NULL AND ${conditionOf(status)}
           ORDER BY i.delivery_id LIMIT $6`,
          [connectionId, after, idOfTime(new Date(until.getTime() + DAY_MS)), since, until, BATCH],
        );
        const found = rows.map((row) => row.delivery_id);
        await repeat(manager, found);
        return found;
      });
      this.kick();
      replayed += ids.length;
      after = ids.at(-1) ?? after;
      if (ids.length < BATCH) return replayed;
    }
  }
}

function conditionOf(status: z.output<typeof replayDeliveriesSchema>['status']): string {
  const isRepaired = `EXISTS (SELECT 1 FROM gateway.inbox r WHERE r.replay_of = i.delivery_id
    AND (r.status = 'accepted' OR (r.status = 'routed' AND r.reason IS NULL)))`;
  if (status === 'failed') return `${FAILED} AND NOT ${isRepaired}`;
  if (status === 'quarantined') return `i.status = 'quarantined' AND NOT ${isRepaired}`;
  return status === 'routed' ? `i.status = 'routed'` : 'true';
}

/** Writes the new deliveries, in this order; returns their ids. Halo's own event id stays with the first. */
async function repeat(manager: EntityManager, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const fresh = ids.map(() => uuidv7());
  await manager.query(
    `INSERT INTO gateway.inbox (delivery_id, connection_id, generation, raw, size, sha256, headers, events, is_whole, status, replay_of, first_received_at)
     SELECT n.fresh, i.connection_id, i.generation, i.raw, i.size, i.sha256, i.headers, i.events, i.is_whole, 'accepted',
       coalesce(i.replay_of, i.delivery_id), coalesce(i.first_received_at, i.received_at)
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS n (fresh, held, place) JOIN gateway.inbox i ON i.delivery_id = n.held
     ORDER BY n.place`,
    [fresh, ids],
  );
  return fresh;
}

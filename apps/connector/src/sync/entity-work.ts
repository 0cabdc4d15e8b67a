import type { HeldLease, Leases } from '@halosync/persistence';
import { AppError } from '@halosync/errors';
import type { DataSource, EntityManager } from 'typeorm';
import type { Connection } from '../connections/connection';
import type { Ending } from './entity-outcome';
import { endEntity } from './end-run';
import { hasMoved } from './has-moved';
import type { EntityRun, Run } from './run';

/** What a step changes of the checkpoint. */
export type Progress = Partial<
  Pick<
    EntityRun,
    | 'phase'
    | 'pass'
    | 'repages'
    | 'nextPage'
    | 'maxId'
    | 'seen'
    | 'unusable'
    | 'reading'
    | 'fault'
    | 'inHalo'
    | 'held'
    | 'repaired'
    | 'tally'
    | 'detail'
  >
> & {
  /** Added to what is there, since the refetch workers add to it as well. */
  readonly publishedMore?: number;
};

const COLUMNS: Record<Exclude<keyof Progress, 'publishedMore'>, string> = {
  phase: 'phase',
  pass: 'pass',
  repages: 'repages',
  nextPage: 'next_page',
  maxId: 'max_id',
  seen: 'seen',
  unusable: 'unusable',
  reading: 'reading',
  fault: 'fault',
  inHalo: 'in_halo',
  held: 'held',
  repaired: 'repaired',
  tally: 'tally',
  detail: 'detail',
};

/** One entity of a run in the hands of this process, for as long as it holds the lease. */
export class EntityWork {
  #facts: EntityRun;
  /** On the monotonic clock; what came before this process held it is in there. */
  #lastMoveMs: number;
  /** Copies judged as doubtful or dead whose touches are known to be in the queue. */
  doubtsQueued = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly leases: Leases,
    private readonly lease: HeldLease,
    readonly connection: Connection,
    readonly run: Run,
    facts: EntityRun,
    /** Ends everything: the lease is lost, the run cancelled, the process stopping. */
    readonly signal: AbortSignal,
  ) {
    this.#facts = facts;
    this.#lastMoveMs = performance.now() - facts.stillForMs;
  }

  get facts(): EntityRun {
    return this.#facts;
  }

  /** For how long its position has not moved, whoever held it. */
  stillForMs(): number {
    return performance.now() - this.#lastMoveMs;
  }

  /**
   * Writes the checkpoint, and what belongs to it in the same transaction. Fenced: a former holder of the lease writes
   * nothing, and nobody writes for a connection that is stopped.
   * @throws AppError `lease_lost`.
   */
  async checkpoint(progress: Progress, also?: (manager: EntityManager) => Promise<void>): Promise<void> {
    const { publishedMore = 0, ...changes } = progress;
    const entries = Object.entries(changes) as [keyof typeof COLUMNS, unknown][]; // the keys of that type
    const sets = entries.map(([name], index) => `, ${COLUMNS[name]} = $${index + 4}`).join('');
    const values = entries.map(([name, value]) => (name === 'tally' ? JSON.stringify(value) : value));
    const isFurther = hasMoved(this.#facts, { ...this.#facts, ...changes });
    const moved = isFurther ? ', moved_at = clock_timestamp()' : '';
    // Busy is not further: what stalls stalls until it moves.
    const state = isFurther || this.#facts.state === 'queued' ? 'running' : this.#facts.state;
    await this.#fenced(async (manager) => {
      const [rows] = await manager.query<[{ published: string }[], number]>(
        `UPDATE run_entity SET state = $${entries.length + 4}, published = published + $3${moved}${sets}
         WHERE run_id = $1 AND entity = $2 AND ended_at IS NULL RETURNING published`,
        [this.run.id, this.#facts.entity, publishedMore, ...values, state],
      );
      const [row] = rows;
      if (row === undefined) throw new AppError('lease_lost', 'The run has ended meanwhile.');
      await also?.(manager);
      this.#facts = { ...this.#facts, ...changes, state, published: Number(row.published) };
    });
    if (isFurther) this.#lastMoveMs = performance.now();
  }

  /** Says what it is doing, or why it stands still; no more than that. */
  async say(detail: string, state: 'running' | 'stalled' = 'running'): Promise<void> {
    if (this.#facts.detail === detail && this.#facts.state === state) return;
    await this.#fenced(async (manager) => {
      await manager.query(
        'UPDATE run_entity SET state = $3, detail = $4 WHERE run_id = $1 AND entity = $2 AND ended_at IS NULL',
        [this.run.id, this.#facts.entity, state, detail],
      );
    });
    this.#facts = { ...this.#facts, detail, state };
  }

  async end(ending: Ending): Promise<void> {
    await this.#fenced((manager) => endEntity(manager, this.run.id, this.#facts.entity, ending));
  }

  async #fenced(write: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.leases.assertHeld(manager, this.lease);
      const rows = await manager.query<unknown[]>(
        `SELECT 1 FROM connection WHERE id = $1 AND generation = $2 AND status = 'active' FOR SHARE`,
        [this.connection.id, this.run.generation],
      );
      if (rows.length === 0) throw new AppError('lease_lost', 'The connection was stopped.');
      await write(manager);
    });
  }
}

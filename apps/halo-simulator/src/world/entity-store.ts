import { GENERATORS } from '../generate/generator';
import { idAt, isGenerated, lastGeneratedId, positionOf } from '../generate/census';
import { ticketHead } from '../generate/ticket-head';
import { coreOf } from './core-of';
import type { Census } from '../generate/census';
import type { Core, EntityName, Fields } from './entity';

/** What is kept of a record: its core, and the fields that differ from what the generator writes for this id. */
export interface Stored {
  readonly overrides: Fields;
  readonly deleted: boolean;
  readonly version: number;
  readonly core: Core;
}

/** States of records as they were at some moment, for answers from a cache; null = did not exist yet. */
export type Overlay = ReadonlyMap<number, Stored | null>;

const NOTHING: Fields = {};

/** All records of one entity: generated ones as a row of cores, changed ones as overrides over the generator. */
export class EntityStore {
  private readonly generated: readonly Stored[];
  private readonly changed = new Map<number, Stored>();
  private readonly created: number[] = [];
  private highestId: number;
  liveCount: number;

  constructor(
    readonly entity: EntityName,
    private readonly census: Census,
  ) {
    const count = census.counts[entity];
    this.generated = Array.from({ length: count }, (_, index) => ({
      overrides: NOTHING,
      deleted: false,
      version: 0,
      core: GENERATORS[entity].core(census, idAt(entity, index)),
    }));
    this.highestId = lastGeneratedId(census, entity);
    this.liveCount = count;
  }

  at(id: number, overlay?: Overlay): Stored | undefined {
    const then = overlay?.get(id);
    if (then !== undefined) return then ?? undefined;
    return this.changed.get(id) ?? this.generatedAt(id);
  }

  /** Ascending by id; deleted ones too. */
  *entries(overlay?: Overlay): Generator<readonly [number, Stored]> {
    for (let index = 0; index < this.generated.length; index += 1) {
      const id = idAt(this.entity, index);
      const stored = this.at(id, overlay);
      if (stored !== undefined) yield [id, stored];
    }
    for (const id of this.created) {
      const stored = this.at(id, overlay);
      if (stored !== undefined) yield [id, stored];
    }
  }

  changedEntries(): IterableIterator<[number, Stored]> {
    return this.changed.entries();
  }

  document(id: number, stored: Stored): Fields {
    return { ...GENERATORS[this.entity].document(this.census, id), ...stored.overrides };
  }

  /** The few fields of an id-only answer: quick for what was never changed. */
  head(id: number, stored: Stored): Fields {
    if (this.entity !== 'ticket') return { id };
    if (stored.overrides === NOTHING) return ticketHead(this.census, id, stored.core);
    const { sla_id, status_id, client_id, client_name } = this.document(id, stored);
    return { id, sla_id, status_id, client_id, client_name };
  }

  coreFor(id: number, overrides: Fields): Core {
    return coreOf(this.entity, this.generatedAt(id)?.core ?? GENERATORS[this.entity].core(this.census, id), overrides);
  }

  put(id: number, stored: Stored): void {
    const before = this.at(id);
    if (before === undefined && !isGenerated(this.census, this.entity, id)) this.insertCreated(id);
    this.changed.set(id, stored);
    this.highestId = Math.max(this.highestId, id);
    this.liveCount += (stored.deleted ? 0 : 1) - (before === undefined || before.deleted ? 0 : 1);
  }

  nextId(): number {
    return this.highestId + 1;
  }

  private insertCreated(id: number): void {
    const last = this.created.at(-1);
    this.created.push(id);
    if (last !== undefined && last > id) this.created.sort((a, b) => a - b);
  }

  private generatedAt(id: number): Stored | undefined {
    const index = positionOf(this.entity, id);
    return index === undefined ? undefined : this.generated[index];
  }
}

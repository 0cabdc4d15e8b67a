import { CLOSED_STATUSES, STATUSES } from '../generate/lookups';
import { ChangeLedger } from './change-ledger';
import { ENTITIES, FACTS } from './entity';
import { EntityStore } from './entity-store';
import { formatHaloDate } from './halo-dates';
import { RecentPast } from './recent-past';
import { Shelves } from './shelves';
import type { Census } from '../generate/census';
import type { Change, ChangedBy, JournalLine, Operation } from './change';
import type { EntityName, Fields } from './entity';
import type { Stored } from './entity-store';
import type { HaloClock } from './halo-clock';
import type { Journal } from './journal';

export interface ChangeOptions {
  readonly by: ChangedBy;
  readonly webhook?: boolean;
  /** Changes the record without moving its modified time. */
  readonly silentClock?: boolean;
}

/** A change with what it did, for whoever raises events from it. */
export interface Happening {
  readonly change: Change;
  readonly before: Stored | undefined;
  readonly after: Stored;
  readonly document: Fields;
}

/** The whole Halo: every record, every change, and what survives a restart. */
export class World {
  readonly ledger = new ChangeLedger();
  readonly past: RecentPast;
  readonly shelves: Shelves;
  private readonly stores: ReadonlyMap<EntityName, EntityStore>;
  private readonly listeners: ((happening: Happening) => void)[] = [];
  version = 0;

  constructor(
    census: Census,
    private readonly clock: HaloClock,
    private readonly journal: Journal,
  ) {
    this.stores = new Map(ENTITIES.map((entity) => [entity, new EntityStore(entity, census)]));
    this.past = new RecentPast(() => clock.monotonic());
    this.shelves = new Shelves(
      (line) => {
        journal.append(line);
      },
      () => {
        this.compact();
      },
    );
    journal.open((line) => {
      this.replay(line);
    });
  }

  onChange(listener: (happening: Happening) => void): void {
    this.listeners.push(listener);
  }

  store(entity: EntityName): EntityStore {
    const store = this.stores.get(entity);
    if (store === undefined) throw new Error(`no store for ${entity}`);
    return store;
  }

  create(entity: EntityName, fields: Fields, options: ChangeOptions): Happening {
    const store = this.store(entity);
    const wanted = fields['id'];
    const free = typeof wanted === 'number' && store.at(wanted) === undefined;
    const id = free ? wanted : store.nextId();
    const now = formatHaloDate(this.clock.now());
    const born = entity === 'ticket' ? { dateoccurred: now, ...OPEN_TICKET } : {};
    return this.change(entity, id, 'created', { ...born, [FACTS[entity].created]: now, ...fields, id }, options);
  }

  update(entity: EntityName, id: number, fields: Fields, options: ChangeOptions): Happening {
    return this.change(entity, id, 'updated', fields, options);
  }

  remove(entity: EntityName, id: number, options: ChangeOptions): Happening {
    return this.change(entity, id, 'deleted', FACTS[entity].softDelete ? { deleted: true } : {}, options);
  }

  restore(entity: EntityName, id: number, options: ChangeOptions): Happening {
    return this.change(entity, id, 'restored', FACTS[entity].softDelete ? { deleted: false } : {}, options);
  }

  private change(
    entity: EntityName,
    id: number,
    operation: Operation,
    asked: Fields,
    options: ChangeOptions,
  ): Happening {
    const store = this.store(entity);
    const before = store.at(id);
    this.version += 1;
    const set = this.stamp(entity, id, before, asked, options);
    const after = this.fold(entity, id, before, set, operation === 'deleted', this.version);
    const document = store.document(id, after);
    const modified = document[FACTS[entity].modified];
    const change: Change = {
      version: this.version,
      at: new Date(this.clock.trueNow()).toISOString(),
      entity,
      id,
      operation,
      fields: Object.keys(asked),
      modified: typeof modified === 'string' ? modified : null,
      by: options.by,
      webhook: options.webhook ?? true,
    };
    this.journal.append({ k: 'change', change, set });
    this.past.remember(entity, id, before);
    store.put(id, after);
    this.ledger.add(change);
    this.compact();
    const happening: Happening = { change, before, after, document };
    for (const listener of this.listeners) listener(happening);
    return happening;
  }

  /** What Halo itself writes on each change: the time, its counter, and what follows from a change of status. */
  private stamp(
    entity: EntityName,
    id: number,
    before: Stored | undefined,
    asked: Fields,
    options: ChangeOptions,
  ): Fields {
    const now = formatHaloDate(this.clock.now());
    const set: Record<string, unknown> = options.silentClock === true ? {} : { [FACTS[entity].modified]: now };
    if (entity === 'ticket') {
      const counter = before === undefined ? 0 : Number(this.store(entity).document(id, before)['changeseq'] ?? 0);
      set['changeseq'] = counter + 1;
      const status = asked['status_id'];
      if (typeof status === 'number' && !(before !== undefined && before.core.status === status)) {
        const closes = CLOSED_STATUSES.includes(status);
        set['status_name'] = STATUSES.find(({ id: known }) => known === status)?.name ?? `Status ${String(status)}`;
        set['dateclosed'] = closes ? now : '1900-01-01T00:00:00';
        if (closes) set['hasbeenclosed'] = true;
      }
    }
    return { ...set, ...asked, simversion: this.version };
  }

  private fold(
    entity: EntityName,
    id: number,
    before: Stored | undefined,
    set: Fields,
    deleted: boolean,
    version: number,
  ): Stored {
    const overrides = { ...before?.overrides, ...set };
    return { overrides, deleted, version, core: this.store(entity).coreFor(id, overrides) };
  }

  private replay(line: JournalLine): void {
    if (line.k === 'shelf') this.shelves.apply(line);
    else if (line.k === 'past') this.ledger.add(line.change);
    else if (line.k === 'record') {
      const { entity, id, overrides, deleted, version } = line;
      this.store(entity).put(id, { overrides, deleted, version, core: this.store(entity).coreFor(id, overrides) });
    } else {
      const { entity, id, operation, version } = line.change;
      const before = this.store(entity).at(id);
      this.store(entity).put(id, this.fold(entity, id, before, line.set, operation === 'deleted', version));
      this.ledger.add(line.change);
    }
    if (line.k === 'change' || line.k === 'past') this.version = Math.max(this.version, line.change.version);
  }

  /** Only when the last line is in the state too: a snapshot taken in between would lose it with its journal. */
  private compact(): void {
    this.journal.compactIfLarge(() => this.snapshot());
  }

  /** The state as of the call: the maps are copied at once, their lines are made while they are written. */
  private snapshot(): Iterable<JournalLine> {
    const records = ENTITIES.map((entity) => ({ entity, changed: [...this.store(entity).changedEntries()] }));
    const shelves = [...this.shelves.lines()];
    const past = this.ledger.all();
    return (function* lines(): Generator<JournalLine> {
      yield* shelves;
      for (const { entity, changed } of records) {
        for (const [id, { overrides, deleted, version }] of changed)
          yield { k: 'record', entity, id, overrides, deleted, version };
      }
      for (const change of past) yield { k: 'past', change };
    })();
  }
}

/** A new ticket is open, whatever the generator would have made of its id. */
const OPEN_TICKET: Fields = {
  status_id: 1,
  status_name: 'New',
  dateclosed: '1900-01-01T00:00:00',
  hasbeenclosed: false,
};

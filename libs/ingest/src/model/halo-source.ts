import type { JsonObject, JsonValue } from '@halosync/halo-json';
import type { RecordState } from './record-state';
import { CORE, DETAILS, isDeleted } from './record-state';
import type { Regime } from './regime';
import type { SeededRandom } from './seeded-random';
import type { Timeline } from './timeline';

const RECORDS = 6;
const THERE_FROM_THE_START = 4;

/** Halo: the truth, every state of it, and a clock of its own. */
export class HaloSource {
  readonly #states = new Map<number, RecordState[]>();
  readonly #tickMs: number;
  /** Sites read by id without a modified time: Halo leaves it out where it never set one. */
  readonly #timeless: number | null;
  #clockOffset: number;
  #values = 0;
  #lastChanged = 1;

  constructor(
    private readonly timeline: Timeline,
    private readonly random: SeededRandom,
    regime: Regime,
  ) {
    this.#tickMs = random.pick(regime.ticksMs);
    this.#clockOffset = random.between(-2_000, 2_000);
    this.#timeless = regime.listsCarryTime ? null : random.between(1, RECORDS);
    for (let id = 1; id <= THERE_FROM_THE_START; id++) this.#create(id);
  }

  /** The clock as of model time. Steps back in some regimes. */
  clockAt(time: number): number {
    return Math.floor((time + this.#clockOffset) / this.#tickMs) * this.#tickMs;
  }

  stepClockBack(ms: number): void {
    this.#clockOffset -= ms;
  }

  readsCarryTime(id: number): boolean {
    return id !== this.#timeless;
  }

  stateAt(id: number, time: number): RecordState | undefined {
    return this.#states.get(id)?.findLast(({ since }) => since <= time);
  }

  current(id: number): RecordState | undefined {
    return this.#states.get(id)?.at(-1);
  }

  /** The states of a record that bear the same modified time. */
  ofSameTick({ id, modified }: RecordState): RecordState[] {
    return (this.#states.get(id) ?? []).filter((state) => state.modified === modified);
  }

  ids(): number[] {
    return [...this.#states.keys()].sort((a, b) => a - b);
  }

  /** What a list shows as of that time, by id. */
  liveAt(time: number): RecordState[] {
    return this.ids().flatMap((id) => {
      const state = this.stateAt(id, time);
      return state === undefined || isDeleted(state) ? [] : [state];
    });
  }

  /** Something happens to one of the records; often to the same one again. */
  change(): RecordState {
    const id = this.random.chance(0.5) ? this.#lastChanged : this.random.between(1, RECORDS);
    this.#lastChanged = id;
    const state = this.current(id);
    if (state === undefined) return this.#create(id);
    if (isDeleted(state) || this.random.chance(0.09)) return this.#add({ ...state, life: state.life + 1 }, {});
    return this.#add(state, this.#newValues(state));
  }

  #create(id: number): RecordState {
    const fields = Object.fromEntries([...CORE, ...DETAILS].map((name) => [name, this.#value(name)]));
    return this.#add({ id, since: 0, version: 0, life: 0, modified: 0, fields, changedIn: {} }, fields);
  }

  #newValues(state: RecordState): JsonObject {
    const names = this.random.pick([CORE, DETAILS, [...CORE, ...DETAILS]]);
    const name = this.random.pick(names);
    // A → B → A: back to what it was before the last change of this field.
    const before = this.stateAt(state.id, state.since - 1)?.fields[name];
    const value = before !== undefined && this.random.chance(0.25) ? before : this.#value(name);
    return { [name]: value, ...(this.random.chance(0.2) ? { summary: this.#value('summary') } : {}) };
  }

  #add(state: RecordState, fields: JsonObject): RecordState {
    const version = state.version + 1;
    const next: RecordState = {
      ...state,
      since: this.timeline.now,
      version,
      modified: this.clockAt(this.timeline.now),
      fields: { ...state.fields, ...fields },
      changedIn: { ...state.changedIn, ...Object.fromEntries(Object.keys(fields).map((name) => [name, version])) },
    };
    this.#states.set(state.id, [...(this.#states.get(state.id) ?? []), next]);
    return next;
  }

  #value(name: string): JsonValue {
    const value = ++this.#values;
    if (name === 'status_id') return value;
    return name === 'customfields' ? [{ name: 'floor', value }] : `${name} ${String(value)}`;
  }
}

import { sameValue } from '@halosync/halo-json';
import type { Held } from '../copy';
import type { HaloSource } from './halo-source';
import type { Mirror } from './mirror';
import type { RecordState } from './record-state';
import { CORE, DETAILS, isDeleted, MODIFIED } from './record-state';
import type { Regime } from './regime';
import { instant } from './timeline';
import type { Heard } from './webhooks';

type Problem = string;

interface ExpectedDetails {
  /** Expected even of a row that says itself that its details are behind. */
  readonly isWhole: boolean;
  readonly isExcused: boolean;
  readonly sameTickHides: boolean;
}

/** What has to be held when all is quiet, after each of the three ways in which the mirror learns. */
export class Expectations {
  constructor(
    private readonly regime: Regime,
    private readonly source: HaloSource,
    private readonly mirror: Mirror,
  ) {}

  /** Records whose last change was heard of are held as they are, by webhooks and the reads that follow from them. */
  afterWebhooks(heard: ReadonlyMap<number, Heard>): Problem[] {
    return this.#eachRecord((state, row) => {
      const last = heard.get(state.id);
      if (last?.version !== state.version) return null;
      // The stated limit: a small webhook of the same tick says nothing of a detail.
      if (isDeleted(state)) return deleted(row);
      return this.#live(state, row, { isWhole: last.isWhole, isExcused: false, sameTickHides: !last.isWhole });
    });
  }

  /** Where a connection asks for the details of rows that a partial copy left behind, they have come. */
  ofDetails(askedFor: ReadonlySet<number>): Problem[] {
    return this.#eachRecord((state, row) =>
      askedFor.has(state.id) && row?.isDeleted === false && !row.isWhole ? 'its details are behind' : null,
    );
  }

  /** All that changed and is there; a deletion shows in no delta. */
  afterDelta(): Problem[] {
    return this.#eachRecord((state, row) => (isDeleted(state) ? null : this.#asListed(state, row)));
  }

  afterFullRun(): Problem[] {
    return this.#eachRecord((state, row) => (isDeleted(state) ? deleted(row) : this.#asListed(state, row)));
  }

  #asListed(state: RecordState, row: Held | undefined): Problem | null {
    const { listsCarryTime, clockStepsBack } = this.regime;
    // The stated limits: of a list row of the same tick; and of rows without a time where Halo's clock stepped back.
    const isExcused = clockStepsBack && !listsCarryTime;
    return this.#live(state, row, { isWhole: false, isExcused, sameTickHides: listsCarryTime });
  }

  #live(state: RecordState, row: Held | undefined, details: ExpectedDetails): Problem | null {
    if (row === undefined) return 'no row';
    if (row.isDeleted) return 'held as deleted';
    const isHidden = details.isExcused || (details.sameTickHides && this.#isOfSameTick(state, row));
    const names = [...CORE, ...((details.isWhole || row.isWhole) && !isHidden ? DETAILS : [])];
    const wrong = names.find((name) => !sameValue(row.document[name], state.fields[name]));
    if (wrong !== undefined)
      return `${wrong} is ${JSON.stringify(row.document[wrong])}, not ${JSON.stringify(state.fields[wrong])}`;
    return this.#hasItsTime(state, row) ? null : `the modified time is ${JSON.stringify(row.document[MODIFIED])}`;
  }

  /** Whether the details held are those of another change in the same tick: nobody who sees no details can tell. */
  #isOfSameTick(state: RecordState, row: Held): boolean {
    return this.source
      .ofSameTick(state)
      .some(({ fields }) => DETAILS.every((name) => sameValue(row.document[name], fields[name])));
  }

  #hasItsTime(state: RecordState, row: Held): boolean {
    const time = row.document[MODIFIED] ?? null;
    if (time === null) return !this.regime.copiesCarryTime || !this.regime.listsCarryTime;
    return sameValue(time, instant(state.modified).toISOString());
  }

  #eachRecord(problemOf: (state: RecordState, row: Held | undefined) => Problem | null): Problem[] {
    return this.source.ids().flatMap((id) => {
      const state = this.source.current(id);
      const problem = state === undefined ? null : problemOf(state, this.mirror.row(id));
      return problem === null ? [] : [`record ${String(id)}: ${problem}`];
    });
  }
}

const deleted = (row: Held | undefined): Problem | null =>
  row?.isDeleted === false ? 'held as live, and is deleted' : null;

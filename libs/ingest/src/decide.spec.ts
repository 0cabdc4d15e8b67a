import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@halosync/halo-json';
import { applyVerdict } from './apply-verdict';
import type { Copy, Held } from './copy';
import { decide } from './decide';

interface CaseCopy {
  readonly whole: boolean;
  readonly absent: boolean;
  readonly fields: JsonObject;
  readonly src_ts: number | null;
  readonly valid_from: number | null;
  readonly known_at: number;
}
interface CaseHeld {
  readonly document: JsonObject;
  readonly src_ts: number | null;
  readonly known_at: number;
  readonly whole: boolean;
  readonly deleted: boolean;
  readonly revision: number;
}
interface Cases {
  readonly cases: readonly {
    readonly name: string;
    readonly copy: CaseCopy;
    readonly held: CaseHeld | null;
    readonly verdict: string;
    readonly after: CaseHeld | null;
  }[];
  readonly folds: readonly {
    readonly name: string;
    readonly copies: readonly CaseCopy[];
    readonly held: CaseHeld | null;
    readonly verdicts: readonly string[];
    readonly after: CaseHeld | null;
  }[];
}

const { cases, folds } = JSON.parse(readFileSync(join(__dirname, 'decide-cases.json'), 'utf8')) as Cases; // its own shape, checked by the cases

const time = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
const copyOf = (copy: CaseCopy): Copy => ({
  fields: copy.fields,
  isWhole: copy.whole,
  isAbsent: copy.absent,
  sourceTime: time(copy.src_ts),
  validFrom: time(copy.valid_from),
  knownAt: new Date(copy.known_at),
});
const heldOf = (held: CaseHeld | null): Held | undefined =>
  held === null
    ? undefined
    : {
        document: held.document,
        sourceTime: time(held.src_ts),
        knownAt: new Date(held.known_at),
        isWhole: held.whole,
        isDeleted: held.deleted,
        revision: held.revision,
      };

describe('decide and its effects, case by case', () => {
  it('has the whole table', () => {
    expect([cases.length, folds.length]).toEqual([75, 6]);
  });

  it.each(cases)('$name', ({ copy, held, verdict, after }) => {
    const decided = decide(copyOf(copy), heldOf(held));
    expect(decided).toBe(verdict);
    expect(applyVerdict(decided, copyOf(copy), heldOf(held))).toEqual(heldOf(after));
  });

  it.each(folds)('fold: $name', ({ copies, held, verdicts, after }) => {
    let row = heldOf(held);
    const decided = copies.map((copy) => {
      const verdict = decide(copyOf(copy), row);
      row = applyVerdict(verdict, copyOf(copy), row);
      return verdict;
    });
    expect(decided).toEqual(verdicts);
    expect(row).toEqual(heldOf(after));
  });
});

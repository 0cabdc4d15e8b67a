import { sameValue } from '@halosync/halo-json';
import { applyVerdict } from '../apply-verdict';
import type { Copy, Held } from '../copy';
import type { Verdict } from '../decide';
import { decide } from '../decide';
import type { Rule } from './protections';

/** The rule with one clause or one effect weakened. Each must be missed, or it need not be there. */
export const weakenedRules = {
  'a copy without any time is taken at its word': weakClause((copy, held) =>
    copy.sourceTime !== null || copy.validFrom !== null
      ? null
      : held === undefined
        ? 'apply'
        : agrees(copy, held)
          ? 'noop'
          : null,
  ),
  'any 404 deletes': weakClause((copy, held) => (copy.isAbsent && held?.isDeleted === false ? 'tombstone' : null)),
  'any newer time revives': weakClause((copy, held) =>
    held?.isDeleted === true && isNewer(copy, held) ? 'apply' : null,
  ),
  'any later read revives': weakClause((copy, held) =>
    held?.isDeleted === true && !copy.isAbsent && isLater(copy, held) ? 'apply' : null,
  ),
  'agreement is a change as well': weakClause((copy, held) =>
    isLive(copy, held) && isLater(copy, held) && copy.isWhole && agrees(copy, held) ? 'apply' : null,
  ),
  'an equal time wins': weakClause((copy, held) =>
    isLive(copy, held) && !agrees(copy, held) && timeOf(copy) >= timeOf(held) ? 'apply' : null,
  ),
  'a list row wins at an equal time': weakClause((copy, held) =>
    isLive(copy, held) && !agrees(copy, held) && isLater(copy, held) && timeOf(copy) === timeOf(held) ? 'apply' : null,
  ),
  'a later list row is proof': weakClause((copy, held) =>
    isLive(copy, held) && !agrees(copy, held) && isLater(copy, held) ? 'apply' : null,
  ),
  'any read by id is proof': weakClause((copy, held) =>
    isLive(copy, held) && !agrees(copy, held) && copy.validFrom !== null && copy.isWhole ? 'apply' : null,
  ),
  'a missing time is an old one': weakClause((copy, held) =>
    isLive(copy, held) && !agrees(copy, held) && held.sourceTime === null && copy.sourceTime !== null ? 'apply' : null,
  ),
  'doubt is staleness': { decide: (copy, held) => mapped(decide(copy, held), 'recheck', 'stale'), applyVerdict },
  'an older time is stale however late it was read': weakClause((copy, held) =>
    isLive(copy, held) && !agrees(copy, held) && !(isLater(copy, held) && copy.isWhole) && timeOf(copy) < timeOf(held)
      ? 'stale'
      : null,
  ),
  'a copy without a time leaves the time held': weakEffect((after, copy, held) =>
    copy.isAbsent ? after : { ...after, sourceTime: copy.sourceTime ?? held?.sourceTime ?? null },
  ),
  'a webhook does not count as known': weakEffect((after, copy, held) =>
    copy.validFrom === null && held !== undefined ? { ...after, knownAt: held.knownAt } : after,
  ),
  'a partial copy leaves a whole row whole': weakEffect((after, copy, held) => ({
    ...after,
    isWhole: copy.isWhole || held?.isWhole === true,
  })),
  'a copy replaces the document': weakEffect((after, copy) =>
    copy.isAbsent ? after : { ...after, document: copy.fields },
  ),
} as const satisfies Record<string, Rule>;

export type WeakenedRule = keyof typeof weakenedRules;

/** @param clause speaks first; where it says null, the rule decides. */
function weakClause(clause: (copy: Copy, held: Held | undefined) => Verdict | null): Rule {
  return { decide: (copy, held) => clause(copy, held) ?? decide(copy, held), applyVerdict };
}

/** @param effect has the last word on a row that changes. */
function weakEffect(effect: (after: Held, copy: Copy, held: Held | undefined) => Held): Rule {
  return {
    decide,
    applyVerdict: (verdict, copy, held) => {
      const after = applyVerdict(verdict, copy, held);
      return after === undefined || after.revision === held?.revision ? after : effect(after, copy, held);
    },
  };
}

const isLive = (copy: Copy, held: Held | undefined): held is Held =>
  held?.isDeleted === false && !copy.isAbsent && !(copy.sourceTime === null && copy.validFrom === null);

const isLater = (copy: Copy, held: Held): boolean => copy.validFrom !== null && copy.validFrom >= held.knownAt;

// NaN compares as a missing time does: false.
const timeOf = ({ sourceTime }: Copy | Held): number => sourceTime?.getTime() ?? NaN;

const isNewer = (copy: Copy, held: Held): boolean => timeOf(copy) > timeOf(held);

const agrees = ({ fields }: Copy, { document }: Held): boolean =>
  Object.keys(fields).every((name) => Object.hasOwn(document, name) && sameValue(fields[name], document[name]));

const mapped = (verdict: Verdict, from: Verdict, to: Verdict): Verdict => (verdict === from ? to : verdict);

import { applyVerdict } from '../apply-verdict';
import { decide } from '../decide';

/** The rule with its effects. */
export interface Rule {
  readonly decide: typeof decide;
  readonly applyVerdict: typeof applyVerdict;
}

export const realRule: Rule = { decide, applyVerdict };

/** All that keeps the mirror right; a negative control takes one of them away. */
export interface Protections {
  readonly rule: Rule;
  /** A delivery id counts once. */
  readonly claimsDeliveries: boolean;
  /** Not the other way round. */
  readonly commitsBeforeOffset: boolean;
  /** An entry of the refetch queue that was touched during its read stays. */
  readonly heedsGen: boolean;
  /** A row of a changed-since list without a time is a touch as well. */
  readonly touchesTimelessRows: boolean;
  /** A row that a partial copy leaves behind is read by id, where the connection asks for it. */
  readonly touchesThinnedRows: boolean;
  /** Only a delta, or the first read of all, says from where the next delta asks. */
  readonly reconcileKeepsWindow: boolean;
}

export const allProtections: Protections = {
  rule: realRule,
  claimsDeliveries: true,
  commitsBeforeOffset: true,
  heedsGen: true,
  touchesTimelessRows: true,
  touchesThinnedRows: true,
  reconcileKeepsWindow: true,
};

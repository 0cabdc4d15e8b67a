import type { marks, verdict } from '../words/verdict';

/** How a connection or an entity is, in one mark: always shown as shape, word and colour. */
export type Mark = keyof typeof marks;

export type VerdictAction = keyof typeof verdict.actions;

/** One sentence, the proof below it, and the one button that helps; null where none is needed. */
export interface Verdict {
  readonly mark: Mark;
  readonly sentence: string;
  readonly detail: string;
  readonly action: VerdictAction | null;
}

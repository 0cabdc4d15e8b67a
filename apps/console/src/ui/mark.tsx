import { CircleCheck, CirclePause, Clock, OctagonX, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Mark } from '../verdict/verdict';
import { words } from '../words/words';
import styles from './mark.module.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'run' | 'idle';

const shapes = {
  complete: CircleCheck,
  syncing: RefreshCw,
  exceptions: TriangleAlert,
  needs_you: OctagonX,
  waiting: Clock,
  paused: CirclePause,
} as const;

export const tones: Readonly<Record<Mark, Tone>> = {
  complete: 'ok',
  syncing: 'run',
  exceptions: 'warn',
  needs_you: 'bad',
  waiting: 'idle',
  paused: 'idle',
};

/** The shape alone, in the colour of its mark; its word must stand beside it or be given to readers. */
export function MarkIcon({ mark, size = 16 }: { mark: Mark; size?: number }) {
  const Shape = shapes[mark];
  return <Shape size={size} strokeWidth={1.75} aria-hidden className={styles['icon']} data-tone={tones[mark]} />;
}

/** Shape and word. */
export function MarkChip({ mark, children }: { mark: Mark; children?: ReactNode }) {
  return (
    <span className={styles['chip']} data-tone={tones[mark]}>
      <MarkIcon mark={mark} size={14} />
      {children ?? words.marks[mark]}
    </span>
  );
}

/** A word with a colour, for outcomes that have no shape of their own. */
export function Chip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles['chip']} data-tone={tone}>
      {children}
    </span>
  );
}

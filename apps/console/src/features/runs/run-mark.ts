import type { Run } from '../../api/types';
import type { Mark } from '../../verdict/verdict';

/** A run's state as a mark. */
export const runMarks: Readonly<Record<Run['state'], Mark>> = {
  queued: 'waiting',
  running: 'syncing',
  complete: 'complete',
  complete_with_exceptions: 'exceptions',
  incomplete: 'needs_you',
  stalled: 'needs_you',
  cancelled: 'paused',
};

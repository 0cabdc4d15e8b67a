import type { Connection, EntityName } from '../api/types';
import type { Mark } from './verdict';

/** How one kind of record is, in one mark. */
export function markOfEntity({ status, entities, warnings }: Connection, name: EntityName): Mark {
  const { state, deadLetters, lastCompleteAt } = entities[name];
  if (warnings.some(({ code, field }) => field === name && code === 'entity_forbidden')) return 'needs_you';
  switch (state) {
    case 'never':
      return status === 'paused' ? 'paused' : 'waiting';
    case 'running':
      return status === 'paused' ? 'paused' : lastCompleteAt !== null && deadLetters > 0 ? 'exceptions' : 'syncing';
    case 'complete':
      return deadLetters > 0 ? 'exceptions' : 'complete';
    case 'complete_with_exceptions':
      return 'exceptions';
    case 'incomplete':
    case 'stalled':
      return 'needs_you';
  }
}

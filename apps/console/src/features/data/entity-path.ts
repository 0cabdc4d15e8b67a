import type { EntityName } from '../../api/types';
import { words } from '../../words/words';

export const isEntity = (word: string): word is EntityName => word in words.entities.many;

/** Lists of records have the plural in their path. */
export const listPath = (entity: EntityName): string => `${entity}s`;

import type { EntityName } from '@halosync/contracts';
import { entityNames } from '@halosync/contracts';
import { z } from 'zod';
import { invalidCursor } from '../requests/invalid-cursor';

/** How far each service's part of the list has been shown; `end` where nothing follows. */
export type LetterCursor = Partial<Record<EntityName, string | undefined>>;

const schema = z.partialRecord(z.enum(entityNames), z.string().max(100));

export function writeCursor(cursor: LetterCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

export function readCursor(text: string | undefined): LetterCursor {
  if (text === undefined) return {};
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (cause) {
    throw invalidCursor(cause);
  }
}

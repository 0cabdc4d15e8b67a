import { z } from 'zod';

/** Every list: its items, and where to go on; null at the end. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The query of a list that has pages. */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional().describe('The `nextCursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const instant = z.string().describe('RFC 3339, UTC');

import { z } from 'zod';
import { listOf } from './list';

/** Whether a program of this installation answers. */
export const programSchema = z
  .object({ name: z.string(), ok: z.boolean(), detail: z.string() })
  .meta({ id: 'Program' });

export const programListSchema = listOf(programSchema);

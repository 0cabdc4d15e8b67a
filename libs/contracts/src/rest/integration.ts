import { z } from 'zod';
import { listOf } from './list';

/** A card of the gallery. */
export const integrationSchema = z
  .object({ id: z.string(), name: z.string(), description: z.string(), alsoFor: z.array(z.string()) })
  .meta({ id: 'Integration' });

export const integrationListSchema = listOf(integrationSchema);

export const integrationQuery = z.object({ search: z.string().max(100).default('') });

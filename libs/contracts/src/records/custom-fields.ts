import { z } from 'zod';

/** Halo's `customfields`: `value` is of any type (documented: CustomField). */
export const customFields = z.array(z.object({ name: z.string().nullish(), value: z.unknown().optional() }));

/** Custom fields as a map from name to value; null where no copy has carried them. Of equal names the last one counts. */
export function customFieldValues(
  fields: z.output<typeof customFields> | null | undefined,
): Record<string, unknown> | null {
  if (fields === null || fields === undefined) return null;
  return Object.fromEntries(
    fields.flatMap(({ name, value }) => (typeof name === 'string' && name !== '' ? [[name, value ?? null]] : [])),
  );
}

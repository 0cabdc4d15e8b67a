import { z } from 'zod';

/**
 * The id of a record: a positive whole number, or its digits. Halo's are int32 (documented); up to 2^53-1 is taken,
 * and beyond that refused, since a double would silently name another record.
 */
export const haloId = z.union([z.number(), z.string()], { error: 'expected an id' }).transform((value, ctx) => {
  const number = typeof value === 'number' ? value : /^\d{1,16}$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(number) && number > 0) return number;
  ctx.addIssue({ code: 'custom', message: 'not a positive whole number below 2^53' });
  return z.NEVER;
});

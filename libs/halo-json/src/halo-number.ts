import { z } from 'zod';
import { plainDecimal } from './plain-decimal';

/**
 * An amount as a decimal text for a `numeric` column: exactly the digits that the JSON number prints (0.1 → "0.1"),
 * never a float that somebody adds up. Numeric strings are read too.
 */
export const haloNumber = z.union([z.number(), z.string()], { error: 'expected a number' }).transform((value, ctx) => {
  const decimal = plainDecimal(typeof value === 'number' ? String(value) : value.trim()); // -0 prints as "0"
  if (decimal !== null && Number.isFinite(Number(decimal))) return decimal;
  ctx.addIssue({ code: 'custom', message: 'not a number' });
  return z.NEVER;
});

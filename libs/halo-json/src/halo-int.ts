import { z } from 'zod';

const MIN = -(2 ** 31);
const MAX = 2 ** 31 - 1;

/**
 * A whole number of 32 bits. Halo types some ids as double and prints `12.0` (documented: `Site_List.client_id`), and
 * accepts numeric strings itself, so `"12"` is read too; a fraction or a larger number breaks the contract.
 */
export const haloInt = z
  .union([z.number(), z.string()], { error: 'expected a whole number' })
  .transform((value, ctx) => {
    const number = typeof value === 'number' ? value : /^-?\d{1,10}(\.0+)?$/.test(value) ? Number(value) : NaN;
    if (Number.isInteger(number) && number >= MIN && number <= MAX) return number === 0 ? 0 : number; // no -0
    ctx.addIssue({ code: 'custom', message: 'not a whole number of 32 bits' });
    return z.NEVER;
  });

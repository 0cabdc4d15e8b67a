import { z } from 'zod';

/** true or false; also 0 and 1 and the words, which older versions and .NET print in places. */
export const haloBoolean = z
  .union([z.boolean(), z.number(), z.string()], { error: 'expected true or false' })
  .transform((value, ctx) => {
    const word = typeof value === 'boolean' ? value : String(value).toLowerCase();
    if (word === true || word === 'true' || word === '1') return true;
    if (word === false || word === 'false' || word === '0') return false;
    ctx.addIssue({ code: 'custom', message: 'not true or false' });
    return z.NEVER;
  });

import { z } from 'zod';
import { readHaloDate } from './read-halo-date';

/** A date of Halo's as an instant; null where Halo means "none": empty, a sentinel (1900-01-01 …) or an absurd year. */
export const haloDate = z.string().transform((text, ctx): Date | null => {
  const date = readHaloDate(text);
  if (date.kind === 'instant') return date.at;
  if (date.kind === 'invalid') {
    ctx.addIssue({ code: 'custom', message: 'not a date that Halo writes' });
    return z.NEVER;
  }
  return null;
});

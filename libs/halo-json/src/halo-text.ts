import { z } from 'zod';

/** A text. A number is taken for its digits: an all-digit name or reference is typed as a number in places. */
export const haloText = z.union([z.string(), z.number()], { error: 'expected a text' }).transform(String);

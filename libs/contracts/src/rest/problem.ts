import { z } from 'zod';

/** One wrong field of a request. */
export const fieldErrorSchema = z
  .object({
    field: z.string().describe("The field's name, or `connection` where no single one is at fault."),
    code: z.string(),
    message: z.string().describe('What was seen.'),
    hint: z.string().describe('What to do about it.'),
  })
  .meta({ id: 'FieldError' });

/** RFC 9457 Problem Details: the body of every answer that is not 2xx. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('One stable word for programs.'),
    traceId: z.string(),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({ id: 'Problem' });

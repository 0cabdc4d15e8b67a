import type { PipeTransform } from '@nestjs/common';
import type { FieldError } from '@halosync/errors';
import { AppError } from '@halosync/errors';
import { z } from 'zod';

/** A body or a query by its schema: `@Body(validated(schema))`. What does not fit is refused with a word per field. */
export function validated<Schema extends z.ZodType>(schema: Schema): PipeTransform<unknown, z.output<Schema>> {
  return {
    transform: (value) => {
      const parsed = schema.safeParse(value ?? {});
      if (parsed.success) return parsed.data;
      throw new AppError('invalid_request', 'Some fields are not valid.', {
        errors: parsed.error.issues.flatMap((issue) => fieldErrors(schema, issue, value)),
      });
    },
  };
}

function fieldErrors(schema: z.ZodType, issue: z.core.$ZodIssue, value: unknown): FieldError[] {
  const field = issue.path.map(String).join('.');
  const given = issue.path.reduce<unknown>(
    (held, key) => (typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined),
    value,
  );
  const isMissing = given === undefined || given === null || given === '';
  const hint = hintFor(schema, issue.path[0]);
  if (isMissing && field !== '') return [{ field, code: 'required', message: 'This is missing.', hint }];
  return [{ field: field === '' ? 'body' : field, code: 'invalid_request', message: sentence(issue.message), hint }];
}

/** What the schema says of the field is also the best advice about it. */
function hintFor(schema: z.ZodType, key: PropertyKey | undefined): string {
  const field: unknown = schema instanceof z.ZodObject && typeof key === 'string' ? schema.shape[key] : undefined;
  return field instanceof z.ZodType ? (field.description ?? '') : '';
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

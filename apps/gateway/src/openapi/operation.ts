import type { CustomDecorator } from '@nestjs/common';
import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

/** What the API document says of a route beside its path and role. */
export interface OperationDescription {
  readonly summary: string;
  readonly tag: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** By status; null where the answer has no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly required: boolean }>>;
}

export const OPERATION_KEY = 'halosync:operation';

/** Describes a route for the API document, by the schemas that it is checked with. */
export const Operation = (description: OperationDescription): CustomDecorator =>
  SetMetadata(OPERATION_KEY, description);

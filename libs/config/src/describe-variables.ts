import { z } from 'zod';
import { isSecretType } from './load-config';

export interface VariableDescription {
  readonly name: string;
  readonly description: string;
  /** As text; null where the variable must be given or may be left out. */
  readonly fallback: string | null;
  readonly example: string | null;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
}

/** What a program's environment looks like, for `.env.example` and for people. */
export function describeVariables(shape: z.ZodRawShape): VariableDescription[] {
  return Object.entries(shape).flatMap(([name, type]) => (type instanceof z.ZodType ? [describe(name, type)] : []));
}

function describe(name: string, type: z.ZodType): VariableDescription {
  const absent = type.safeParse(undefined);
  const example = type.meta()?.['example'];
  return {
    name,
    description: type.description ?? '',
    fallback: absent.success && absent.data !== undefined ? text(absent.data) : null,
    example: typeof example === 'string' ? example : null,
    isRequired: !absent.success,
    isSecret: isSecretType(type),
  };
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

import { AppError } from '@halosync/errors';
import { z } from 'zod';

/**
 * Parses the environment once, at boot. An empty variable counts as absent. All problems are reported together.
 * @throws AppError `config_invalid`, its message a list for people.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  // The only place that reads the environment: everything else is handed its configuration.
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<z.output<z.ZodObject<Shape>>> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const message = given[name] === undefined ? 'is missing' : issue.message;
    const description = shape[name] instanceof z.ZodType ? shape[name].description : undefined;
    return `  ${name}: ${message}${description === undefined ? '' : `. ${description}`}`;
  });
  throw new AppError('config_invalid', `The configuration is not usable:\n${problems.join('\n')}`);
}

/** The configuration as it may be logged: secrets left out. */
export function loggableConfig(
  shape: z.ZodRawShape,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      const type = shape[name];
      const isSecret = type instanceof z.ZodType && isSecretType(type);
      return [name, isSecret && value !== undefined ? '[redacted]' : value];
    }),
  );
}

/** Whether a variable's description marks it as secret, also inside `optional` and `default`. */
export function isSecretType(type: z.ZodType): boolean {
  const inner = (type as { def?: { innerType?: z.ZodType } }).def?.innerType; // zod's wrappers keep what they wrap here
  return type.meta()?.['secret'] === true || (inner !== undefined && isSecretType(inner));
}

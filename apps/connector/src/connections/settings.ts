import { AppError } from '@halosync/errors';
import { z } from 'zod';
import type { ConnectionSettings } from './connection';

/** The installation's own values, where a connection sets none. */
export interface BudgetDefaults {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** 0, or an empty text, takes a setting back: the installation's own value holds again. */
const optional = (schema: z.ZodNumber) => z.union([z.literal(0), schema]).optional();

/** `HH:MM`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 02:00');

const edit = z.object({
  limit: optional(z.number().int().min(1).max(100_000)),
  windowSeconds: optional(z.number().int().min(1).max(3_600)),
  sharePercent: optional(z.number().int().min(1).max(100)),
  deltaSeconds: optional(z.number().int().min(5).max(86_400)),
  reconcileAt: z.union([z.literal(''), timeOfDay]).optional(),
  details: z.boolean().optional(),
});

/**
 * The settings after an edit; what it does not name stays.
 * @throws AppError `invalid_request`, its `errors` naming the settings.
 */
export function editSettings(held: ConnectionSettings, given: unknown): ConnectionSettings {
  const parsed = edit.safeParse(given ?? {});
  if (!parsed.success) {
    throw new AppError('invalid_request', 'A setting is out of range.', {
      errors: parsed.error.issues.map(({ path, message }) => ({
        field: `settings.${path.join('.')}`,
        code: 'invalid_request',
        message,
        hint: 'See the documentation for the range of each setting.',
      })),
    });
  }
  const named = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
  const merged = { ...held, ...Object.fromEntries(named) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== 0 && value !== ''));
}

/** What the budget of an instance is made with. */
export function budgetOf(
  settings: ConnectionSettings,
  defaults: BudgetDefaults,
): { limit: number; windowMs: number; sharePercent: number } {
  return {
    limit: settings.limit ?? defaults.limit,
    windowMs: Math.round((settings.windowSeconds ?? defaults.windowSeconds) * 1_000),
    sharePercent: settings.sharePercent ?? 100,
  };
}

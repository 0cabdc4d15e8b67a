import { z } from 'zod';
import { entityNames } from '../entity-name';
import { instant, listOf } from './list';
import { fieldErrorSchema } from './problem';

/** How a full read of an entity ended, or that one is under way. */
export const entityStates = [
  'never',
  'running',
  'complete',
  'complete_with_exceptions',
  'incomplete',
  'stalled',
] as const;

const text = (help: string) => z.string().trim().max(500).describe(help);

export const webhookAuthInput = z
  .object({
    type: z.enum(['none', 'basic', 'header']),
    username: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^:]*$/, 'no colon')
      .optional()
      .describe('For basic.'),
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/, 'letters, digits and dashes')
      .optional()
      .describe('For header: its name.'),
    secret: z.string().min(1).max(500).optional().describe('Written, never read back.'),
  })
  .refine(({ type, username }) => type !== 'basic' || username !== undefined, { path: ['username'], error: 'missing' })
  .refine(({ type, header }) => type !== 'header' || header !== undefined, { path: ['header'], error: 'missing' });

const connectorSettings = {
  limit: z.int().min(1).max(10_000).optional().describe('Most requests to Halo in a window.'),
  windowSeconds: z.int().min(1).max(3_600).optional(),
  sharePercent: z.int().min(1).max(100).optional().describe('The share of the limit that may be used.'),
  deltaSeconds: z.int().min(5).max(86_400).optional().describe('Time between two looks for changes.'),
  reconcileAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 02:00')
    .optional()
    .describe('When everything is compared with Halo each day: HH:MM, UTC.'),
  details: z.boolean().optional().describe('Read details that list rows lack, at idle times.'),
};

export const settingsInput = z
  .object({ ...connectorSettings, webhookAuth: webhookAuthInput.optional() })
  .meta({ id: 'SettingsInput' });

export const settingsSchema = z
  .object({
    ...connectorSettings,
    webhookAuth: z.object({
      type: z.enum(['none', 'basic', 'header']),
      username: z.string().optional(),
      header: z.string().optional(),
    }),
  })
  .meta({ id: 'Settings' });

const required = (help: string) => text(help).min(1);

export const createConnectionSchema = z
  .object({
    integration: z.literal('halo-psa').describe('The integration of the gallery.'),
    name: text('How the connection is called; without it: the tenant.').optional(),
    authUrl: required('The Authorisation Server in Halo. Ends in /auth.'),
    resourceUrl: required('The Resource Server in Halo. Ends in /api.'),
    tenant: text('The Tenant in Halo; empty on premise.').default(''),
    clientId: required('Shown beside the application after it was saved.'),
    clientSecret: required('Halo shows it once, when it is made.'),
    settings: settingsInput.optional(),
  })
  .meta({ id: 'CreateConnection' });

export const updateConnectionSchema = z
  .object({
    name: required('How the connection is called.').optional(),
    authUrl: required('The Authorisation Server in Halo. Ends in /auth.').optional(),
    resourceUrl: required('The Resource Server in Halo. Ends in /api.').optional(),
    tenant: text('The Tenant in Halo; empty on premise.').optional(),
    clientId: required('Shown beside the application after it was saved.').optional(),
    clientSecret: text('A new secret; without it the one stored stays.').optional(),
    settings: settingsInput.optional(),
  })
  .meta({ id: 'UpdateConnection' });

const seen = z.boolean().nullable();

export const selfTestSchema = z
  .object({
    testedAt: instant,
    calls: z.int().describe('Made by the whole test.'),
    pageCap: z.int().nullable().describe('Rows that a page really brings where 100 are asked.'),
    pagingHonoured: seen.describe('Whether page 2 is another one than page 1.'),
    clockOffsetMs: z
      .int()
      .nullable()
      .describe("How far Halo's clock is ahead of the database's; negative where it is behind."),
    entities: z.partialRecord(
      z.enum(entityNames),
      z.object({
        filterHonoured: seen.describe('Whether "changed since" looks at the date.'),
        idsHonoured: seen.describe('Whether all ids come in one answer, without their records.'),
      }),
    ),
  })
  .describe('How this Halo answers. null: not seen, for want of records, calls or time.')
  .meta({ id: 'SelfTest' });

export const testResultSchema = z
  .object({
    ok: z.literal(true),
    steps: z.array(z.object({ name: z.string(), ok: z.boolean(), ms: z.int(), detail: z.string() })),
    entities: z.partialRecord(
      z.enum(entityNames),
      z.object({ readable: z.boolean(), recordCount: z.int().nullable() }),
    ),
    warnings: z.array(fieldErrorSchema),
    selfTest: selfTestSchema.nullable(),
    forecast: z
      .object({
        calls: z.int(),
        seconds: z.int(),
        words: z.string().describe('about 14 minutes'),
        entities: z.partialRecord(
          z.enum(entityNames),
          z.object({ records: z.int(), calls: z.int(), seconds: z.int() }),
        ),
      })
      .describe('How long the first sync takes, where nothing else uses the budget.'),
  })
  .meta({ id: 'TestResult' });

export const entityStateSchema = z
  .object({
    state: z.enum(entityStates),
    inHalo: z.int().nullable(),
    inPostgres: z.int().nullable(),
    lastWebhookAt: instant.nullable(),
    lastCompleteAt: instant.nullable(),
    lagSeconds: z
      .number()
      .nullable()
      .describe('How long the oldest webhook has waited to be passed on; 0 where none waits.'),
    webhooksReceived: z.int(),
    deadLetters: z.int(),
    detail: z.string().nullable().describe('Why it is not complete.'),
  })
  .meta({ id: 'EntityState' });

export const budgetSchema = z
  .object({
    limit: z
      .int()
      .describe(
        'Requests per window that may be sent now: the learned limit or the configured one, and of that the share.',
      ),
    windowSeconds: z.int(),
    used: z.int().describe('Requests that Halo may still be counting.'),
    waiting: z.int().describe('Requests that wait for their turn.'),
    blockedUntil: instant.nullable().describe('Halo said wait, until then.'),
    configuredLimit: z.int(),
    sharePercent: z.int(),
    learnedLimit: z.int().nullable().describe('What Halo taught us, where that is less than the configured limit.'),
    learnedHow: z
      .enum(['told', 'lowered'])
      .nullable()
      .describe('told: the number stood in a 429. lowered: by a tenth, after two 429s that named none.'),
    learnedSince: instant.nullable(),
    nextTrial: z
      .object({ limit: z.int(), at: instant })
      .nullable()
      .describe('A learned limit decays: the next higher one, and when it is tried.'),
    lanes: z.array(z.object({ lane: z.string(), used: z.int(), waiting: z.int() })),
  })
  .meta({ id: 'Budget' });

export const connectionSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    integration: z.string(),
    status: z.string(),
    version: z.int().describe('The ETag.'),
    authUrl: z.string(),
    resourceUrl: z.string(),
    tenant: z.string(),
    clientId: z.string(),
    callbackUrl: z.string().nullable().describe('A secret: viewers get null.'),
    callbackReachable: z.enum(['public', 'private', 'unknown']),
    entities: z.record(z.enum(entityNames), entityStateSchema),
    budget: budgetSchema,
    settings: settingsSchema,
    runId: z.string().optional().describe('The run under way, or the last one.'),
    refetchWaiting: z.int(),
    createdAt: instant.nullable(),
    secretSetAt: instant.nullable(),
    warnings: z.array(fieldErrorSchema),
    selfTest: selfTestSchema.nullable().describe('Of the last test of this connection.'),
  })
  .meta({ id: 'Connection' });

export const connectionListSchema = listOf(connectionSchema);

export const deletedConnectionSchema = z
  .object({ id: z.uuid(), data: z.enum(['keep', 'purge']), removed: z.int() })
  .meta({ id: 'DeletedConnection' });

export const deleteQuery = z.object({
  data: z.enum(['keep', 'purge']).default('keep').describe('What becomes of the records in Postgres.'),
});

export const rotatedUrlSchema = z
  .object({
    callbackUrl: z.string(),
    previousWorksUntil: instant,
    inHalo: z
      .enum(['updated', 'by_hand', 'failed'])
      .describe(
        'updated: our webhook in Halo calls it already. by_hand: we may not, or know no webhook of ours; paste it there. failed: Halo did not answer; try PUT …/webhook.',
      ),
  })
  .meta({ id: 'RotatedCallbackUrl' });

export type ConnectionView = z.output<typeof connectionSchema>;
export type EntityStateView = z.output<typeof entityStateSchema>;

import { z } from 'zod';
import { instant, listOf } from './list';

/** `viewer` reads, `operator` also syncs, pauses and replays, `admin` also changes connections, keys and people. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type RoleName = (typeof roles)[number];

const email = z.email().max(200).describe('An e-mail address.');
const newPassword = z.string().min(8).max(200).describe('At least 8 characters.');

export const signInSchema = z
  .object({ email: z.string().min(1).max(200), password: z.string().min(1).max(200) })
  .meta({ id: 'SignIn' });

export const setupSchema = z
  .object({
    token: z.string().min(1).max(200).describe('The one-time token that the log printed.'),
    email,
    password: newPassword,
  })
  .meta({ id: 'SetUp' });

/** Who is signed in. */
export const sessionSchema = z
  .object({
    name: z.string().describe("The account's e-mail address, or the name of the API key."),
    email: z.string().nullable(),
    role: z.enum(roles),
    via: z.enum(['session', 'api-key']),
    expiresAt: instant.nullable(),
  })
  .meta({ id: 'Session' });

export const createApiKeySchema = z
  .object({
    name: z.string().trim().min(1).max(100).describe('What the key is for.'),
    role: z.enum(roles),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe('When it ends; without it: never.'),
  })
  .meta({ id: 'CreateApiKey' });

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: z.enum(roles),
    createdBy: z.string(),
    createdAt: instant,
    lastUsedAt: instant.nullable(),
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const createdApiKeySchema = apiKeySchema
  .extend({ key: z.string().describe('The key itself, shown this once.') })
  .meta({ id: 'CreatedApiKey' });

export const apiKeyListSchema = listOf(apiKeySchema);

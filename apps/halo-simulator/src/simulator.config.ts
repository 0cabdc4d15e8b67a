import { resolve } from 'node:path';
import { z } from 'zod';

const DAY_MS = 24 * 3_600_000;
const count = (standard: number) => z.coerce.number().int().min(0).max(1_000_000).default(standard);
const truth = z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1');

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3020).describe('0 = any free port'),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data/halo-simulator'),
  SIMULATOR_TICKETS: count(1200),
  SIMULATOR_SITES: count(120),
  SIMULATOR_USERS: count(700),
  SIMULATOR_INVOICES: count(400),
  SIMULATOR_CLIENTS: count(40),
  SIMULATOR_SEED: z.coerce.number().int().default(1),
  SIMULATOR_ANCHOR: z.iso
    .datetime({ local: true, offset: true })
    .optional()
    .describe('generated records are older than this; default: midnight UTC of the first start'),
  SIMULATOR_TENANT: z.string().default('demo').describe('empty = a Halo on premise'),
  SIMULATOR_CLIENT_ID: z.string().min(1).default('c9534241-dde9-4d04-9d45-32b1fbff22ed'),
  SIMULATOR_CLIENT_SECRET: z
    .string()
    .min(1)
    .default('0b7a4f3e-51c2-4d0a-8f6e-3a9d2c1b7e55-7f1d9c20-6b3a-4e8f-a2d4-9c0e5b1f8a36'),
  SIMULATOR_RATE_LIMIT_ENABLED: truth.default(true),
  SIMULATOR_RATE_LIMIT_REQUESTS: z.coerce.number().int().min(1).default(450),
  SIMULATOR_RATE_LIMIT_WINDOW_SECONDS: z.coerce.number().positive().default(300),
  SIMULATOR_COMPACT_AT_MEGABYTES: z.coerce
    .number()
    .positive()
    .default(64)
    .describe('journal size that starts a compaction'),
  HALOSYNC_SUPERVISED: truth.default(false).describe('1 = exit when stdin ends'),
});

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SimulatorConfig {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly counts: Readonly<Record<'ticket' | 'site' | 'user' | 'invoice' | 'client', number>>;
  readonly seed: number;
  readonly anchor: number;
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rateLimit: { readonly enabled: boolean; readonly requests: number; readonly windowSeconds: number };
  readonly compactAtBytes: number;
  readonly supervised: boolean;
}

/** All problems at once; an empty variable counts as not set, but for the tenant, where empty means "on premise". */
export function parseSimulatorConfig(environment: Environment, now: number): SimulatorConfig {
  const given = Object.entries(environment).filter(([name, value]) => value !== '' || name === 'SIMULATOR_TENANT');
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw new Error(`configuration:\n${z.prettifyError(parsed.error)}`);
  const read = parsed.data;
  return {
    port: read.PORT,
    host: read.HOST,
    dataDirectory: resolve(read.DATA_DIR),
    counts: {
      ticket: read.SIMULATOR_TICKETS,
      site: read.SIMULATOR_SITES,
      user: read.SIMULATOR_USERS,
      invoice: read.SIMULATOR_INVOICES,
      client: read.SIMULATOR_CLIENTS,
    },
    seed: read.SIMULATOR_SEED,
    anchor:
      read.SIMULATOR_ANCHOR === undefined
        ? Math.floor(now / DAY_MS) * DAY_MS
        : Date.parse(zoned(read.SIMULATOR_ANCHOR)),
    tenant: read.SIMULATOR_TENANT,
    clientId: read.SIMULATOR_CLIENT_ID,
    clientSecret: read.SIMULATOR_CLIENT_SECRET,
    rateLimit: {
      enabled: read.SIMULATOR_RATE_LIMIT_ENABLED,
      requests: read.SIMULATOR_RATE_LIMIT_REQUESTS,
      windowSeconds: read.SIMULATOR_RATE_LIMIT_WINDOW_SECONDS,
    },
    compactAtBytes: read.SIMULATOR_COMPACT_AT_MEGABYTES * 1024 * 1024,
    supervised: read.HALOSYNC_SUPERVISED,
  };
}

function zoned(date: string): string {
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(date) ? date : `${date}Z`;
}

/** The one place that reads the process's environment. */
// eslint-disable-next-line no-restricted-syntax -- libs/config takes an empty variable for absent; here an empty tenant has a meaning
export const processEnvironment: Environment = process.env;

import {
  databaseVariables,
  encryptionKeys,
  grpcVariables,
  kafkaVariables,
  programVariables,
  servicePeers,
} from '@halosync/config';
import { messageOf } from '@halosync/errors';
import { z } from 'zod';
import { timeOfDay } from './connections/settings';
import { readEventNumbers } from './webhook/event-numbers';

const list = (description: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .describe(description);

/** The connector's environment. */
export const connectorVariables = {
  ...programVariables({ port: 3010 }),
  ...databaseVariables,
  // Four entities of a run, the refetch workers, the consumer and the callers of gRPC, each briefly.
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(4)
    .max(50)
    .default(12)
    .describe('Most connections to Postgres that this program holds.'),
  ...kafkaVariables,
  ...grpcVariables({ port: 50050 }),
  ...servicePeers,
  ENCRYPTION_KEYS: encryptionKeys,
  HALO_RATE_LIMIT_REQUESTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(450)
    .describe('Requests that Halo allows one instance in a window. A connection may set its own.'),
  HALO_RATE_LIMIT_WINDOW_SECONDS: z.coerce.number().min(0.5).max(3_600).default(300).describe('Length of that window.'),
  HALO_ALLOWED_PRIVATE_HOSTS: list(
    'On-premise Halo: hosts, host:port or CIDR ranges inside your network that may be called, over http too; comma-separated. Metadata addresses never.',
  ),
  HALO_CA_FILE: z.string().optional().describe('PEM file with the certificate authority of an on-premise Halo.'),
  REFETCH_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(32)
    .default(4)
    .describe('Records read by id at the same time, per process.'),
  LEASE_SECONDS: z.coerce
    .number()
    .min(1)
    .max(300)
    .default(30)
    .describe('How long the work of a killed process waits before another takes it over.'),
  RUN_STALL_SECONDS: z.coerce
    .number()
    .min(1)
    .max(86_400)
    .default(330)
    .describe(
      'A run that has not moved for so long is shown as stalled. Longer than the longest wait that Halo may ask for (300 s).',
    ),
  DELTA_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .describe('Time between two looks for changes that no webhook told. A connection may set its own.'),
  RECONCILE_AT: timeOfDay
    .default('02:00')
    .describe(
      'When everything is compared with Halo each day, UTC, such as 02:00: a call per hundred records. A connection may set its own.',
    ),
  SIGN_IN_CHECK_SECONDS: z.coerce
    .number()
    .min(1)
    .max(86_400)
    .default(300)
    .describe('While Halo refuses our sign-in: how often it is tried again, in case somebody has put it right there.'),
  CONNECTOR_NAME: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional()
    .describe(
      'Name that only this process bears. Started again under it, it goes on with its own work at once instead of after LEASE_SECONDS.',
    ),
  WEBHOOK_EVENT_NUMBERS: z
    .string()
    .default('')
    .transform((text, ctx) => {
      try {
        return readEventNumbers(text);
      } catch (error) {
        ctx.addIssue({ code: 'custom', message: `${messageOf(error)}; write Site Created=2101, Site Updated=2102` });
        return z.NEVER;
      }
    })
    .describe(
      'Halo numbers its events and documents no number. Known are New Ticket Logged=3 and Ticket Changed=61; name those of your Halo here, comma-separated, and webhooks are made with them. The others are added by hand.',
    ),
  CALLS_KEPT_DAYS: z.coerce
    .number()
    .min(1)
    .max(3_650)
    .default(30)
    .describe('Days for which the list of calls to Halo is kept.'),
};

export type ConnectorConfig = Readonly<z.output<z.ZodObject<typeof connectorVariables>>>;

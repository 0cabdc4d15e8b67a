import { hostname } from 'node:os';
import {
  connectorPeer,
  databaseVariables,
  encryptionKeys,
  grpcTlsVariables,
  kafkaVariables,
  programVariables,
  secret,
  servicePeers,
} from '@halosync/config';
import { z } from 'zod';

/** Everything that can be set for the gateway. */
export const gatewayVariables = {
  ...programVariables({ port: 3000 }),
  ...databaseVariables,
  ...kafkaVariables,
  ...connectorPeer,
  ...servicePeers,
  ...grpcTlsVariables,
  ENCRYPTION_KEYS: encryptionKeys,
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe(
      'What callback URLs begin with: the address at which Halo reaches this gateway. Its scheme decides the cookie. Without it: http://localhost:PORT.',
    ),
  ADMIN_EMAIL: z
    .email()
    .optional()
    .describe('Creates the first administrator at start, without the set-up token; needs ADMIN_PASSWORD.'),
  ADMIN_PASSWORD: secret('Password of ADMIN_EMAIL; a changed one is taken over at start.').optional(),
  GATEWAY_NAME: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'letters, digits, dots and dashes')
    .optional()
    .describe(
      'Tells the replicas of the gateway apart. A restarted one should keep its name. Without it: the host name.',
    ),
  WEBHOOK_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(64 * 1024)
    .max(64 * 1024 * 1024)
    .default(16 * 1024 * 1024)
    .describe('Largest webhook body in bytes; Halo may batch many events into one.'),
  INBOX_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(14)
    .describe('Days for which received webhooks are kept.'),
  WEBHOOK_CHECK_SECONDS: z.coerce
    .number()
    .min(1)
    .max(86_400)
    .default(300)
    .describe("Seconds between two looks at each connection's webhook in Halo; a look is one call."),
  ROTATION_OVERLAP_SECONDS: z.coerce
    .number()
    .min(0)
    .max(30 * 86_400)
    .default(86_400)
    .describe('Seconds for which a callback URL or webhook secret works on after another has taken its place.'),
  TRUST_PROXY: z
    .string()
    .optional()
    .describe(
      'Reverse proxies whose X-Forwarded-For is believed: a number of hops, or addresses and CIDR ranges, comma-separated. Without it: none.',
    ),
};

export type GatewayConfig = Readonly<z.output<z.ZodObject<typeof gatewayVariables>>>;

/** The token under which the configuration is injected. */
export const GATEWAY_CONFIG = Symbol('GatewayConfig');

/** The address that callback URLs begin with, without a slash at the end. */
export function publicUrl(config: Pick<GatewayConfig, 'PUBLIC_URL' | 'PORT'>): string {
  return (config.PUBLIC_URL ?? `http://localhost:${String(config.PORT)}`).replace(/\/+$/, '');
}

/** This replica's name. */
export function gatewayName(config: Pick<GatewayConfig, 'GATEWAY_NAME'>): string {
  return config.GATEWAY_NAME ?? hostname();
}

export function isPublicHttps(config: Pick<GatewayConfig, 'PUBLIC_URL' | 'PORT'>): boolean {
  return publicUrl(config).startsWith('https:');
}

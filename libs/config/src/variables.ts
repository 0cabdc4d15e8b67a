import { z } from 'zod';
import { Secret } from './secret';

const flag = z.stringbool();

/** `id:base64,…`: the first key encrypts, all decrypt. Each is 32 bytes. */
export const encryptionKeys = z
  .string()
  .transform((text, ctx) => {
    const keys = text.split(',').map((part) => {
      const [id = '', base64 = ''] = part.trim().split(/:(.*)/s);
      return { id, key: Buffer.from(base64, 'base64') };
    });
    for (const { id, key } of keys) {
      if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32) {
        ctx.addIssue({
          code: 'custom',
          message:
            'must be id:base64 pairs of 32 bytes, comma-separated; make one with: echo "k1:$(openssl rand -base64 32)"',
        });
        return z.NEVER;
      }
    }
    return keys;
  })
  .describe('Keys for secrets at rest, id:base64 of 32 bytes, comma-separated. The first encrypts, all decrypt.')
  .meta({ secret: true, example: 'k1:bWFrZSB5b3VyIG93biB3aXRoIG9wZW5zc2wgcmFuZCE=' });

export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

/** A variable that must not be logged. */
export const secret = (description: string) =>
  z
    .string()
    .transform((text) => new Secret(text))
    .describe(description)
    .meta({ secret: true });

const port = (fallback: number, description: string) =>
  z.coerce.number().int().min(0).max(65535).default(fallback).describe(description);

/** What every program needs. */
export const programVariables = (defaults: { readonly port: number }) => ({
  HOST: z.string().default('127.0.0.1').describe('Address on which HTTP is served.'),
  PORT: port(defaults.port, 'Port on which HTTP is served (health and metrics; the gateway also its API and pages).'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least level that is logged.'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(10)
    .default(5)
    .describe('On SIGTERM: seconds of answering "not ready" before anything stops.'),
  HALOSYNC_SUPERVISED: flag.default(false).describe('Set by npm start: the program ends when its standard input does.'),
});

export const databaseVariables = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .transform((text) => new Secret(text))
    .describe('Postgres, 15 or newer. Each program keeps its tables in a schema of its own.')
    .meta({ secret: true, example: 'postgres://halosync:halosync@127.0.0.1:5432/halosync' }),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(50)
    .default(6)
    .describe('Most connections to Postgres that this program holds.'),
};

export const kafkaVariables = {
  KAFKA_BROKERS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((broker) => broker.trim())
        .filter((broker) => broker !== ''),
    )
    .refine((brokers) => brokers.length > 0, 'needs at least one host:port')
    .describe('Kafka bootstrap servers, comma-separated host:port.')
    .meta({ example: '127.0.0.1:9092' }),
  KAFKA_SSL: flag.default(false).describe('Speak TLS to Kafka.'),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .describe('SASL mechanism, with user name and password below.'),
  KAFKA_SASL_USERNAME: z.string().optional().describe('SASL user name.'),
  KAFKA_SASL_PASSWORD: secret('SASL password.').optional().describe('SASL password.'),
  KAFKA_SESSION_SECONDS: z.coerce
    .number()
    .int()
    .min(6)
    .max(300)
    .default(45)
    .describe(
      'How long a consumer may be silent before its partitions go to another. Shorter ones end while a disk is slow.',
    ),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and dashes')
    .default('halo')
    .describe('First part of every topic name and of the consumer groups; several installations can share a broker.'),
};

const pemFile = (description: string) => z.string().optional().describe(description);

/** Mutual TLS between our programs: all three, or none. */
export const grpcTlsVariables = {
  GRPC_TLS_CERT_FILE: pemFile(
    'PEM file with the certificate that this program shows to others by gRPC. With all three GRPC_TLS_* set, who shows none is refused; without, gRPC is plain.',
  ),
  GRPC_TLS_KEY_FILE: pemFile('PEM file with the key of GRPC_TLS_CERT_FILE.'),
  GRPC_TLS_CA_FILE: pemFile('PEM file with the authority that signed the certificates of all programs.'),
};

export const grpcVariables = (defaults: { readonly port: number }) => ({
  GRPC_LISTEN: z
    .string()
    .regex(/^[^:]+:\d+$/, 'must be host:port')
    .default(`127.0.0.1:${defaults.port}`)
    .describe('Address on which gRPC is served.'),
  ...grpcTlsVariables,
});

const peer = (port: number, who: string) =>
  z
    .string()
    .regex(/^[^:]+:\d+$/, 'must be host:port')
    .default(`127.0.0.1:${port}`)
    .describe(`gRPC address of ${who}.`);

export const connectorPeer = { CONNECTOR_GRPC_URL: peer(50050, 'the connector') };

export const servicePeers = {
  TICKET_SERVICE_GRPC_URL: peer(50051, 'the ticket service'),
  SITE_SERVICE_GRPC_URL: peer(50052, 'the site service'),
  USER_SERVICE_GRPC_URL: peer(50053, 'the user service'),
  INVOICE_SERVICE_GRPC_URL: peer(50054, 'the invoice service'),
};

import { readFileSync } from 'node:fs';
import { ServerCredentials, credentials } from '@grpc/grpc-js';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { AppError, messageOf } from '@halosync/errors';

/** A program's certificate, its key, and the authority that signed those of all programs; PEM. */
export interface GrpcTls {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
}

export interface GrpcTlsVariables {
  readonly GRPC_TLS_CERT_FILE?: string | undefined;
  readonly GRPC_TLS_KEY_FILE?: string | undefined;
  readonly GRPC_TLS_CA_FILE?: string | undefined;
}

/**
 * Reads the files that the environment names; undefined where it names none, and gRPC is plain.
 * @throws AppError `config_invalid` where only some are named, or one cannot be read.
 */
export function grpcTls(variables: GrpcTlsVariables): GrpcTls | undefined {
  const { GRPC_TLS_CERT_FILE: cert, GRPC_TLS_KEY_FILE: key, GRPC_TLS_CA_FILE: ca } = variables;
  if (cert === undefined && key === undefined && ca === undefined) return undefined;
  if (cert === undefined || key === undefined || ca === undefined) {
    throw new AppError(
      'config_invalid',
      'Set all of GRPC_TLS_CERT_FILE, GRPC_TLS_KEY_FILE and GRPC_TLS_CA_FILE, or none: half of them would protect nothing.',
    );
  }
  try {
    return { cert: readFileSync(cert), key: readFileSync(key), ca: readFileSync(ca) };
  } catch (cause) {
    throw new AppError('config_invalid', `A file for gRPC's TLS cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/** A server that refuses whoever shows no certificate of the authority. */
export function serverCredentials(tls: GrpcTls | undefined): ServerCredentials {
  return tls === undefined
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(tls.ca, [{ cert_chain: tls.cert, private_key: tls.key }], true);
}

/** A client that shows its certificate and speaks only with a server of the authority. */
export function clientCredentials(tls: GrpcTls | undefined): ChannelCredentials {
  return tls === undefined ? credentials.createInsecure() : credentials.createSsl(tls.ca, tls.key, tls.cert);
}

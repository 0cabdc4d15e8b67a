import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { AppError } from '@halosync/errors';
import { AddressGuard } from '../address/address-guard';
import { AllowedHosts } from '../address/allowed-hosts';
import { guardedConnect, systemResolve } from './guarded-connect';
import type { Resolve } from './guarded-connect';
import { HttpTransport } from './http-transport';

export interface TransportOptions {
  /** Private hosts that may be called, also by plain http: host, host:port or CIDR. */
  readonly allowedPrivateHosts: readonly string[];
  /** A PEM file of certificate authorities that are trusted beside the built-in ones. */
  readonly caFile?: string | undefined;
  readonly connectTimeoutMs?: number;
  /** For a whole exchange whose call names none. */
  readonly timeoutMs?: number;
  /** Of a body, decompressed. */
  readonly maxBodyBytes?: number;
  /** Milliseconds on a clock that never steps. */
  readonly monotonicMs?: () => number;
  readonly resolve?: Resolve;
}

/**
 * The only way out to Halo: https, no redirects, no proxy from the environment, no address inside a network unless an
 * operator allowed it, and cloud metadata never.
 * @throws AppError `config_invalid` for an entry or a CA file that cannot be read.
 */
export function createTransport(options: TransportOptions): HttpTransport {
  const guard = new AddressGuard(new AllowedHosts(options.allowedPrivateHosts));
  const connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
  const connect = guardedConnect({
    guard,
    resolve: options.resolve ?? systemResolve,
    timeoutMs: connectTimeoutMs,
    // Naming authorities replaces the built-in ones, so both are named.
    ca: options.caFile === undefined ? undefined : [...rootCertificates, readCaFile(options.caFile)],
  });
  return new HttpTransport({
    guard,
    connect,
    connectTimeoutMs,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
    monotonicMs: options.monotonicMs ?? (() => performance.now()),
  });
}

function readCaFile(path: string): string {
  try {
    const pem = readFileSync(path, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  } catch (cause) {
    throw new AppError('config_invalid', `The CA file ${path} cannot be read.`, { cause });
  }
  throw new AppError('config_invalid', `The CA file ${path} holds no PEM certificate.`);
}

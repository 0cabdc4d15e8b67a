import { AppError, messageOf } from '@halosync/errors';
import type { Target } from '../address/address-guard';
import { refusal } from '../connection/refusal';

const EXPIRED = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const REFUSED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EACCES']);
const TIMED_OUT = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_FAIL', 'ENODATA', 'ESERVFAIL']);
// OpenSSL's verdicts on a chain, as Node names them.
const UNTRUSTED =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|CRL_)/;

/**
 * What kept a request from being answered, as one of our codes. An `AppError` passes as it is; what has no code of its
 * own (a connection reset, a broken answer) is `halo_unreachable`, and may work the next time.
 */
export function networkFailure(error: unknown, target: Target, connectSeconds: number): AppError {
  if (error instanceof AppError) return error;
  const { hostname: host, port } = target;
  const code = codeOf(error);
  if (NO_NAME.has(code)) return refusal('dns_not_found', { host }, error);
  if (REFUSED.has(code)) return refusal('connect_refused', { host, port }, error);
  if (TIMED_OUT.has(code)) return refusal('connect_timeout', { host, seconds: connectSeconds }, error);
  if (EXPIRED.has(code)) return refusal('tls_expired', { host, issue: messageOf(error) }, error);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return refusal('tls_name', { host, names: namesOf(error) }, error);
  if (UNTRUSTED.test(code)) return refusal('tls_untrusted', { host, issue: messageOf(error) }, error);
  // A plain http server on that port, or versions and ciphers that do not meet.
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return refusal('tls_untrusted', { host, issue: `port ${port} does not speak TLS as we do` }, error);
  }
  return new AppError('halo_unreachable', `${host} broke the connection off.`, {
    retryable: true,
    cause: error,
    details: { host, port, code },
  });
}

/** The code of an error, or of the first that it gathers: several addresses tried in vain make one AggregateError. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const [inner] = 'errors' in error && Array.isArray(error.errors) ? (error.errors as readonly unknown[]) : []; // isArray widens to any[]
  if (inner !== undefined) return codeOf(inner);
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function namesOf(error: unknown): string {
  // Node's own error class carries the certificate; it has no exported type.
  const { cert } = error as { cert?: { subjectaltname?: string; subject?: { CN?: string } } };
  return (cert?.subjectaltname ?? cert?.subject?.CN ?? 'another name').replaceAll('DNS:', '').slice(0, 200);
}

import { randomUUID } from 'node:crypto';

/** W3C Trace Context, https://www.w3.org/TR/trace-context: a new root, not sampled until somebody exports traces. */
export function newTraceparent(): string {
  // Random UUIDs come from a pool of Node's own, plain random bytes from the system each time. Their version bits do no harm.
  const traceId = randomUUID().replaceAll('-', '');
  return `00-${traceId}-${traceId.slice(16)}-00`;
}

/** Null where the header is not a traceparent. */
export function validTraceparent(header: string | undefined): string | null {
  return header !== undefined && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(header) ? header : null;
}

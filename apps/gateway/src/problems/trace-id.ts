import { newTraceparent, validTraceparent } from '@halosync/observability';
import type { FastifyRequest } from 'fastify';

const known = new WeakMap<object, string>();

/** The trace that a request belongs to: the caller's, or a new one. */
export function traceIdOf(request: FastifyRequest): string {
  const existing = known.get(request);
  if (existing !== undefined) return existing;
  const header = request.headers['traceparent'];
  const traceId = (validTraceparent(typeof header === 'string' ? header : undefined) ?? newTraceparent()).slice(3, 35);
  known.set(request, traceId);
  return traceId;
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@halosync/errors';
import type { GatewayKeys } from '../keys/gateway-keys';
import { BytesInFlight } from './bytes-in-flight';
import { hasCredential } from './credential-check';
import type { Endpoint } from './endpoint';

interface Arrival {
  readonly endpoint: Endpoint;
  readonly at: Date;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once a webhook is authenticated. */
    arrival: Arrival | null;
  }
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+ *(;|$)/;

/** Decides by the headers alone whether a webhook's body is read; null where it is, else why it is not. */
export function admission(
  keys: GatewayKeys,
  maxBytes: number,
): (endpoint: Endpoint | null, request: FastifyRequest, reply: FastifyReply) => AppError | null {
  const bytes = new BytesInFlight();
  return (endpoint, request, reply) => {
    if (endpoint === null) return new AppError('not_found', 'No such path.');
    const { headers } = request;
    if (!hasCredential(keys, endpoint, headers)) {
      void reply.header('www-authenticate', 'Basic realm="webhook"');
      return new AppError('unauthenticated', 'The credential of this webhook is missing or wrong.');
    }
    request.arrival = { endpoint, at: new Date() };
    // A type that is none would be refused before its bytes are read.
    if (!MEDIA_TYPE.test(headers['content-type'] ?? '')) headers['content-type'] = 'application/octet-stream';
    if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
      return new AppError('unsupported_media_type', 'Send the body as it is, without compression.');
    }
    const hasRoom = bytes.take(reply, Math.min(Number(headers['content-length'] ?? 0), maxBytes));
    return hasRoom ? null : new AppError('unavailable', 'Too many large bodies at once.', { retryable: true });
  };
}

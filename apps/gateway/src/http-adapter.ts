import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from './gateway.config';
import { problemOf } from './problems/problem-of';
import { sendProblem } from './problems/send-problem';
import { traceIdOf } from './problems/trace-id';

// Who sends its headers or its body slower than this is not Halo.
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
// Bodies of the management API; webhooks have a limit of their own.
const API_BODY_BYTES = 256 * 1024;

/** Fastify with the time and size limits of a program that the internet can reach. */
export function httpAdapter(config: Pick<GatewayConfig, 'TRUST_PROXY'>): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: API_BODY_BYTES,
    // No middleware here, so nothing has to look for it on each request.
    skipMiddie: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 2_000,
    },
    trustProxy: trustedProxies(config.TRUST_PROXY),
    // A path that cannot be decoded never reaches a route, nor Nest's filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(reply, problemOf(error, traceIdOf(request))),
  });
}

function trustedProxies(setting: string | undefined): boolean | string | ((address: string, hop: number) => boolean) {
  if (setting === undefined) return false;
  const hops = /^\d+$/.test(setting) ? Number(setting) : null;
  return hops === null ? setting : (_address, hop) => hop < hops;
}

import '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import { AppError } from '@halosync/errors';
import type { GapKeeper } from '../gaps/gap-keeper';
import type { InboxMetrics } from '../inbox/inbox-metrics';
import type { InboxWriter } from '../inbox/inbox-writer';
import type { GatewayKeys } from '../keys/gateway-keys';
import { problem } from '../problems/problem';
import { problemOf } from '../problems/problem-of';
import { sendProblem } from '../problems/send-problem';
import { traceIdOf } from '../problems/trace-id';
import { admission } from './admission';
import type { Endpoint } from './endpoint';
import type { EndpointSnapshot } from './endpoint-snapshot';
import { readDelivery } from './read-delivery';
import { redactHeaders } from './redact-headers';

export interface WebhookParts {
  readonly snapshot: EndpointSnapshot;
  readonly keys: GatewayKeys;
  readonly inbox: InboxWriter;
  readonly gaps: GapKeeper;
  readonly metrics: InboxMetrics;
  readonly log: Log;
  readonly maxBytes: number;
}

const NO_BODY = Buffer.alloc(0);

/**
 * Halo's callback, outside Nest: it authenticates itself, before the body is read, and takes the body as bytes.
 * Whatever an authenticated webhook is answered but 2xx leaves a gap, since Halo may not send it again.
 */
export function webhookRoutes(instance: FastifyInstance, parts: WebhookParts): void {
  const admit = admission(parts.keys, parts.maxBytes);
  instance.decorateRequest('arrival', null);
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: parts.maxBytes }, (_request, body, done) =>
    done(null, body),
  );
  instance.setErrorHandler(async (error, request, reply) => refuse(parts, request, reply, error));
  instance.post<{ Params: { token: string } }>('/webhooks/halo/:token', {
    // No browser ever reads this answer.
    helmet: false,
    // Before the body: who is not known costs no memory and leaves no trace.
    onRequest: (request, reply, done) => {
      const decide = (endpoint: Endpoint | null): void => {
        const refusal = admit(endpoint, request, reply);
        if (refusal === null) done();
        else done(refusal);
      };
      const known = parts.snapshot.known(request.params.token);
      if (known !== null) decide(known);
      else parts.snapshot.find(request.params.token).then(decide, done);
    },
    handler: async (request, reply) => {
      const { endpoint } = request.arrival ?? raise();
      const raw = Buffer.isBuffer(request.body) ? request.body : NO_BODY;
      const verdict = readDelivery(raw);
      const id = await parts.inbox.add({
        connectionId: endpoint.connectionId,
        generation: endpoint.generation,
        isPayloadWhole: endpoint.isPayloadWhole,
        raw,
        headers: redactHeaders(
          request.headers,
          endpoint.credentials.map(({ name }) => name),
        ),
        verdict,
      });
      parts.metrics.received();
      if (verdict.status === 'quarantined') {
        parts.metrics.quarantined(verdict.reason);
        parts.log.warn('webhook quarantined', {
          deliveryId: id,
          connectionId: endpoint.connectionId,
          reason: verdict.reason,
          bytes: raw.length,
        });
        // What it said is unknown, so what it spoke of has to be asked for.
        noteGap(parts, request, 'quarantined');
      }
      void reply.type('application/json; charset=utf-8');
      return `{"id":"${id}"}`;
    },
  });
}

async function refuse(
  parts: WebhookParts,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<void> {
  const traceId = traceIdOf(request);
  const known = problemOf(error, traceId);
  // Not committed for whatever reason: it may work when it is sent again.
  const body =
    known.status === 500 || known.status === 504
      ? problem('unavailable', 'The webhook was not committed. Send it again.', traceId)
      : known;
  parts.metrics.refused(body.code);
  if (request.arrival !== null) {
    noteGap(parts, request, body.code);
    parts.log.warn('webhook refused', {
      ...errorFields(error),
      connectionId: request.arrival.endpoint.connectionId,
      status: body.status,
      traceId,
    });
  } else if (body.status === 503) {
    parts.log.warn('webhook not authenticated', { ...errorFields(error), traceId });
  }
  await sendProblem(reply, body);
}

function noteGap(parts: WebhookParts, request: FastifyRequest, reason: string): void {
  if (request.arrival === null) return;
  const { endpoint, at } = request.arrival;
  parts.gaps.note({
    connectionId: endpoint.connectionId,
    generation: endpoint.generation,
    from: at,
    to: new Date(),
    reason,
  });
}

function raise(): never {
  throw new AppError('internal', 'A webhook reached its handler without authentication.');
}

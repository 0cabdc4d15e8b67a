import type { FastifyReply } from 'fastify';
import type { Problem } from './problem';
import { PROBLEM_TYPE } from './problem';

export const RETRY_AFTER_SECONDS = 30;

/** Answers with Problem Details, and with the headers that belong to their status. */
export async function sendProblem(
  reply: FastifyReply,
  body: Problem,
  retryAfterSeconds = RETRY_AFTER_SECONDS,
): Promise<void> {
  if (body.status === 503 || body.status === 504 || body.status === 429)
    reply.header('retry-after', String(retryAfterSeconds));
  if (body.status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer');
  await reply.status(body.status).type(PROBLEM_TYPE).send(JSON.stringify(body));
}

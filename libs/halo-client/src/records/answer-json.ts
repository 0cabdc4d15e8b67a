import { AppError } from '@halosync/errors';
import { readJson } from '@halosync/halo-json';
import type { JsonValue, ReadJsonOptions } from '@halosync/halo-json';
import type { Exchange, HaloCall } from '../transport/halo-call';
import { answerError } from './answer-error';
import { isHtml } from './answer-text';

/**
 * A good answer's JSON. A web page with status 200 is a proxy or a login page, and passes: such answers are retryable.
 * @throws AppError by status (`halo_unauthorised` …), or `halo_answer_invalid` for what is no JSON.
 */
export function answerJson(exchange: Exchange, call: HaloCall, limits: Partial<ReadJsonOptions>): JsonValue {
  if (exchange.status < 200 || exchange.status > 299) throw answerError(exchange, call);
  if (isHtml(exchange)) throw invalidAnswer('Halo answers with a web page.', call, 'html');
  try {
    return readJson(exchange.body, limits);
  } catch (cause) {
    throw invalidAnswer('Halo answers with something that is no JSON we read.', call, 'not_json', cause);
  }
}

/** The answer is not what was asked for; the next one may be. */
export function invalidAnswer(message: string, call: HaloCall, reason: string, cause?: unknown): AppError {
  return new AppError('halo_answer_invalid', message, {
    retryable: true,
    cause,
    details: { reason, kind: call.kind, entity: call.entity, haloId: call.haloId },
  });
}

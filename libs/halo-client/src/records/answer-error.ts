import { AppError } from '@halosync/errors';
import type { HaloCall, Exchange } from '../transport/halo-call';
import { shownAnswer } from './answer-text';
import { readRateLimit } from './rate-limit';

/**
 * The error that a refusing answer means. Whether a 404 is one is the caller's matter. Halo's error bodies have many
 * shapes (seen: .NET exceptions, `message`, `error`, `errorMessage`, model state, plain text, nothing), so only the
 * status decides; a 400 or 500 that talks of "not found" stays a fault, never an absence.
 */
export function answerError(exchange: Exchange, call: HaloCall): AppError {
  const { status } = exchange;
  const details = { status, kind: call.kind, entity: call.entity, haloId: call.haloId, answer: shownAnswer(exchange) };
  switch (status) {
    case 401:
      return new AppError('halo_unauthorised', 'Halo refuses the token (401).', { details });
    case 403:
      return new AppError('halo_forbidden', 'Halo refuses this read (403).', { details });
    case 404:
      return new AppError('halo_not_found', 'Halo has nothing at this address (404).', { details });
    case 429:
      return new AppError('halo_rate_limited', "Halo's call limit is used up (429).", {
        retryable: true,
        details: { ...details, ...readRateLimit(exchange) },
      });
    default:
      return new AppError('halo_server_error', `Halo answers with a fault (${status}).`, {
        retryable: status >= 500 || status === 408,
        details,
      });
  }
}

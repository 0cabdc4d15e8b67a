import { answerText } from './answer-text';
import type { Exchange } from '../transport/halo-call';

/** What a 429 says about the limit. */
export interface RateLimit {
  /** As the header has it, absurd values too: whoever waits sets the bounds. Null: no header, or none that can be read. */
  readonly retryAfterSeconds: number | null;
  /** Requests per window, where the body names them; seen: "300 Requests per rolling 5 minute window". */
  readonly learnedLimit: number | null;
  readonly learnedWindowSeconds: number | null;
}

/** Reads a 429. Halo documents neither header nor body; a `Retry-After` may be seconds or a date. */
export function readRateLimit(exchange: Exchange, now: Date = new Date()): RateLimit {
  const match =
    /(\d{1,6})\s+requests?\s+(?:per|within|in|every)\s+(?:a\s+)?(?:rolling\s+)?(\d{1,4})?\s*[- ]?(second|minute|hour)/i.exec(
      answerText(exchange),
    );
  const [, limit, count = '1', unit = ''] = match ?? [];
  const unitSeconds = { second: 1, minute: 60, hour: 3600 }[unit.toLowerCase()];
  const isUsable = limit !== undefined && Number(limit) > 0 && Number(count) > 0 && unitSeconds !== undefined;
  return {
    retryAfterSeconds: retryAfter(exchange.headers['retry-after']?.trim(), now),
    learnedLimit: isUsable ? Number(limit) : null,
    learnedWindowSeconds: isUsable ? Number(count) * unitSeconds : null,
  };
}

function retryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d{1,15}(\.\d+)?$/.test(value)) return Math.ceil(Number(value));
  // HTTP dates begin with a weekday; Date would also make something of "-5" and "1/2".
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

import type { Finding } from './finding';
import { ok, warning } from './finding';

// A backfill makes thousands wait for a moment; more than this, and somebody should look whether it gets less.
const MANY = 20_000;

/** How far a consumer is behind, from its program's metrics; null where it is no consumer. */
export function judgeLag(program: string, metrics: string): Finding | null {
  const lags = [...metrics.matchAll(/^halosync_consumer_lag\{[^}]*\} (\d+(?:\.\d+)?)/gm)].map(([, count]) =>
    Number(count),
  );
  if (lags.length === 0) return null;
  const messages = lags.reduce((sum, count) => sum + count, 0);
  const hop = `${program}, Kafka`;
  const seen = `${String(messages)} messages wait`;
  return messages <= MANY
    ? ok(hop, seen)
    : warning(hop, seen, 'Ask again in a minute. If it does not get less, look at the log of this program.');
}

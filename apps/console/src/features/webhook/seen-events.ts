import type { Delivery, Webhook } from '../../api/types';

export interface SeenEvent {
  readonly event: string;
  /** null: none came yet. */
  readonly lastAt: string | null;
}

/** The eleven events with the time each last came: as the webhook's report had it, or as deliveries since tell. */
export function seenEvents(events: Webhook['events'], arrivals: readonly Delivery[]): readonly SeenEvent[] {
  const arrived = new Map<string, string>();
  for (const { receivedAt, events: names, replayOf } of arrivals) {
    if (replayOf !== null) continue;
    for (const name of names) {
      const known = arrived.get(normalised(name));
      if (known === undefined || known < receivedAt) arrived.set(normalised(name), receivedAt);
    }
  }
  return events.map(({ event, lastReceivedAt }) => {
    const times = [lastReceivedAt, arrived.get(normalised(event)) ?? null].filter((at) => at !== null);
    return { event, lastAt: times.sort().at(-1) ?? null };
  });
}

/** Halo sends labels in lower case, and not always with the same spaces. */
const normalised = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

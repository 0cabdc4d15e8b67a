import type { Occurrence } from './occurrence';
import type { HaloWebhook } from './webhook';

export interface Parcel {
  readonly occurrence: Occurrence;
  readonly text: string;
  readonly duplicate: boolean;
}

interface Group {
  readonly parcels: Parcel[];
  readonly timer: NodeJS.Timeout;
}

/** Groups deliveries of a webhook whose batching is on; the body becomes a JSON array (seen). */
export class Batcher {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly send: (webhookId: string, parcels: readonly Parcel[], asArray: boolean) => void) {}

  add(webhook: HaloWebhook, parcel: Parcel): void {
    if (webhook.batch_method === 0) {
      this.send(webhook.id, [parcel], false);
      return;
    }
    const key = `${webhook.id} ${groupOf(webhook, parcel.occurrence)}`;
    const group = this.groups.get(key) ?? this.open(key, webhook);
    group.parcels.push(parcel);
    if (webhook.batch_limit > 0 && group.parcels.length >= webhook.batch_limit) this.flush(key, webhook.id);
  }

  private open(key: string, webhook: HaloWebhook): Group {
    const timer = setTimeout(() => {
      this.flush(key, webhook.id);
    }, webhook.batch_delay_seconds * 1000);
    const group: Group = { parcels: [], timer };
    this.groups.set(key, group);
    return group;
  }

  private flush(key: string, webhookId: string): void {
    const group = this.groups.get(key);
    if (group === undefined) return;
    clearTimeout(group.timer);
    this.groups.delete(key);
    this.send(webhookId, group.parcels, true);
  }

  close(): void {
    for (const { timer } of this.groups.values()) clearTimeout(timer);
    this.groups.clear();
  }
}

function groupOf(webhook: HaloWebhook, occurrence: Occurrence): string {
  if (webhook.batch_method === 1) return occurrence.event;
  return webhook.batch_method === 2 ? occurrence.entity : 'any';
}

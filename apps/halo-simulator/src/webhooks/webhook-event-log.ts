import { randomUUID } from 'node:crypto';
import { formatHaloDate } from '../world/halo-dates';
import type { Parcel } from './batcher';
import type { PostAnswer } from './http-post';
import type { HaloWebhook } from './webhook';

/** A row of the webhook's Deliveries tab, as GET /WebhookEvent shows it (documented schema). */
export interface WebhookEvent {
  readonly id: string;
  readonly webhook_id: string;
  readonly notification_id: number;
  readonly timestamp: string;
  readonly status: number;
  readonly duration: number;
  readonly requestheaders: string;
  /** null with lightweight logs: those cannot be sent again (documented). */
  readonly requestbody: string | null;
  readonly responsestatus: string;
  readonly responseheaders: string;
  readonly responsebody: string;
  readonly entity_id: number;
  readonly error: boolean;
}

const KEPT = 2000;

export class WebhookEventLog {
  private events: WebhookEvent[] = [];

  add(
    webhook: HaloWebhook,
    parcels: readonly Parcel[],
    body: string,
    headers: Readonly<Record<string, string>>,
    answer: PostAnswer | undefined,
    now: number,
  ): WebhookEvent {
    const first = parcels[0]?.occurrence;
    const status = answer?.status ?? 0;
    const event: WebhookEvent = {
      id: randomUUID(),
      webhook_id: webhook.id,
      notification_id: first?.notificationId ?? 0,
      timestamp: formatHaloDate(now),
      status: status >= 200 && status < 300 ? 1 : 2,
      duration: Math.round(answer?.ms ?? 0),
      requestheaders: JSON.stringify(Object.keys(headers)),
      requestbody: webhook.use_lightweight_logs ? null : body,
      responsestatus: String(status),
      responseheaders: JSON.stringify(answer?.headers ?? {}),
      responsebody: answer?.body.slice(0, 4000) ?? '',
      entity_id: first?.objectId ?? 0,
      error: !(status >= 200 && status < 300),
    };
    this.events.push(event);
    if (this.events.length > KEPT * 1.1) this.events = this.events.slice(-KEPT);
    return event;
  }

  of(webhookId: string | undefined): readonly WebhookEvent[] {
    return webhookId === undefined ? this.events : this.events.filter(({ webhook_id }) => webhook_id === webhookId);
  }

  get(id: string): WebhookEvent | undefined {
    return this.events.find((event) => event.id === id);
  }
}

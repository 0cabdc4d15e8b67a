import { randomUUID } from 'node:crypto';
import { formatHaloDate } from '../world/halo-dates';
import { notificationSchema, webhookSchema } from './webhook';
import type { HaloNotification, HaloWebhook } from './webhook';
import type { Fields } from '../world/entity';
import type { Shelves } from '../world/shelves';

const WEBHOOKS = 'webhook';
const NOTIFICATIONS = 'notification';

/** The webhooks and the events attached to them; the same store for /api and /control. */
export class WebhookShelf {
  private readonly webhooks = new Map<string, HaloWebhook>();
  private readonly notifications = new Map<number, HaloNotification>();
  private readonly failures = new Map<string, number>();
  private lastNotificationId = 0;

  constructor(
    private readonly shelves: Shelves,
    private readonly now: () => number,
  ) {
    for (const value of shelves.values(WEBHOOKS)) this.hold(webhookSchema.parse(value));
    for (const value of shelves.values(NOTIFICATIONS)) this.holdNotification(notificationSchema.parse(value));
  }

  all(): readonly HaloWebhook[] {
    return [...this.webhooks.values()];
  }

  get(id: string): HaloWebhook | undefined {
    return this.webhooks.get(id.toLowerCase());
  }

  /** With a known id an update of the fields given; saving it enabled again starts its count of failures anew. */
  save(fields: Fields): HaloWebhook {
    const asked = fields['id'];
    const held = typeof asked === 'string' ? this.get(asked) : undefined;
    const id = held?.id ?? randomUUID();
    const webhook = webhookSchema.parse({ ...held, ...withoutNulls(fields), id });
    const { events: _events, _test, ...kept } = webhook;
    const saved = webhookSchema.parse(kept);
    this.hold(saved);
    this.shelves.set(WEBHOOKS, saved.id, saved);
    if (!saved.disabled) this.failures.delete(saved.id);
    return saved;
  }

  remove(id: string): boolean {
    const webhook = this.get(id);
    if (webhook === undefined) return false;
    for (const { id: notification } of this.notificationsOf(webhook.id)) this.removeNotification(notification);
    this.webhooks.delete(webhook.id);
    this.shelves.remove(WEBHOOKS, webhook.id);
    return true;
  }

  allNotifications(): readonly HaloNotification[] {
    return [...this.notifications.values()];
  }

  notificationsOf(webhookId: string): readonly HaloNotification[] {
    return this.allNotifications().filter(({ webhook_id }) => webhook_id === webhookId);
  }

  notification(id: number): HaloNotification | undefined {
    return this.notifications.get(id);
  }

  saveNotification(fields: Fields): HaloNotification {
    const asked = Number(fields['id'] ?? 0);
    const held = this.notifications.get(asked);
    const id = held?.id ?? this.lastNotificationId + 1;
    const notification = notificationSchema.parse({ ...held, ...withoutNulls(fields), id });
    this.holdNotification(notification);
    this.shelves.set(NOTIFICATIONS, String(id), notification);
    return notification;
  }

  removeNotification(id: number): boolean {
    this.shelves.remove(NOTIFICATIONS, String(id));
    return this.notifications.delete(id);
  }

  /** Takes note of an answer; after `auto_disable_attempts` failures in a row the webhook stops silently (documented). */
  noteAnswer(id: string, status: number, succeeded: boolean): void {
    const webhook = this.get(id);
    if (webhook === undefined) return;
    const failures = succeeded ? 0 : (this.failures.get(webhook.id) ?? 0) + 1;
    this.failures.set(webhook.id, failures);
    const stops = webhook.auto_disable_attempts > 0 && failures >= webhook.auto_disable_attempts && !webhook.disabled;
    if (stops) {
      const stopped = {
        ...webhook,
        last_status: status,
        disabled: true,
        last_auto_disable_date: formatHaloDate(this.now()),
      };
      this.hold(stopped);
      this.shelves.set(WEBHOOKS, webhook.id, stopped);
    } else if (webhook.last_status !== status) {
      this.hold({ ...webhook, last_status: status });
    }
  }

  private hold(webhook: HaloWebhook): void {
    this.webhooks.set(webhook.id, webhook);
  }

  private holdNotification(notification: HaloNotification): void {
    this.notifications.set(notification.id, notification);
    this.lastNotificationId = Math.max(this.lastNotificationId, notification.id);
  }
}

/** A null means "not said" in a POST: clients send whole objects with most fields empty. */
function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}

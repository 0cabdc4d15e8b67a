import { Batcher } from './batcher';
import { eventsOf } from './event-catalogue';
import { envelopeText, occurrenceOf } from './occurrence';
import { webhookFaultsSchema } from './webhook-faults';
import type { Settings } from '../faults/settings';
import type { HaloClock } from '../world/halo-clock';
import type { Happening, World } from '../world/world';
import type { Parcel } from './batcher';
import type { Deliverer } from './deliverer';
import type { DeliveryLedger } from './delivery-ledger';
import type { PostAnswer } from './http-post';
import type { Occurrence } from './occurrence';
import type { HaloNotification, HaloWebhook } from './webhook';
import type { WebhookEventLog } from './webhook-event-log';
import type { WebhookFaults } from './webhook-faults';
import type { WebhookShelf } from './webhook-shelf';

const QUEUE = 'outgoing';

/**
 * From change to delivery, as Halo does it: an event is queued, then posted asynchronously. The queue is kept on disk
 * (without the body, which is made again), so a killed simulator sends what it owed.
 */
export class Dispatch {
  private readonly batcher: Batcher;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly held: (() => void)[] = [];
  /** How many sendings an occurrence still owes: two where it was doubled. */
  private readonly owed = new Map<string, number>();
  faults: WebhookFaults = webhookFaultsSchema.parse({});

  constructor(
    private readonly parts: {
      readonly world: World;
      readonly settings: Settings;
      readonly clock: HaloClock;
      readonly webhooks: WebhookShelf;
      readonly deliverer: Deliverer;
    },
  ) {
    this.batcher = new Batcher((webhookId, parcels, asArray) => {
      void this.deliver(webhookId, parcels, asArray);
    });
  }

  get log(): WebhookEventLog {
    return this.parts.deliverer.log;
  }

  get ledger(): DeliveryLedger {
    return this.parts.deliverer.ledger;
  }

  get inFlight(): number {
    return this.parts.deliverer.inFlight;
  }

  /** A body of the caller's choice, sent as Halo would. */
  sendRaw(url: string, body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<PostAnswer> {
    return this.parts.deliverer.sendRaw(url, body, headers);
  }

  get pending(): number {
    return this.owed.size;
  }

  get holding(): number {
    return this.held.length;
  }

  /** Sends what a killed run still owed. */
  resume(): void {
    const { world, webhooks, settings } = this.parts;
    for (const value of world.shelves.values(QUEUE)) {
      const occurrence = value as Occurrence; // written by queue() alone
      const webhook = webhooks.get(occurrence.webhookId);
      const stored = world.store(occurrence.entity).at(occurrence.objectId);
      if (webhook === undefined || stored === undefined) {
        world.shelves.remove(QUEUE, occurrence.id);
        continue;
      }
      const document = world.store(occurrence.entity).document(occurrence.objectId, stored);
      this.schedule(webhook, occurrence, envelopeText(occurrence, webhook, document, settings.profile));
    }
  }

  happened(happening: Happening): void {
    if (!happening.change.webhook) return;
    const { webhooks, clock, settings } = this.parts;
    for (const event of eventsOf(happening)) {
      for (const webhook of webhooks.all()) {
        const notification = webhooks.notificationsOf(webhook.id).find(({ eventno }) => eventno === event.eventno);
        if (notification === undefined || !this.fires(webhook, notification)) continue;
        const { id: objectId, version, operation } = happening.change;
        const occurrence = occurrenceOf({
          event,
          webhook,
          notificationId: notification.id,
          objectId,
          version,
          deletes: operation === 'deleted',
          now: clock.now(),
        });
        this.queue(webhook, occurrence, envelopeText(occurrence, webhook, happening.document, settings.profile));
      }
    }
  }

  setFaults(faults: WebhookFaults): void {
    this.faults = faults;
    if (faults.hold) return;
    for (const release of this.held.splice(0)) release();
  }

  async idle(timeoutMs: number): Promise<boolean> {
    const until = performance.now() + timeoutMs;
    while (this.owed.size > 0) {
      if (performance.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return true;
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.batcher.close();
  }

  private fires(webhook: HaloWebhook, notification: HaloNotification): boolean {
    if (!webhook.active || webhook.disabled || webhook.type !== 0) return false;
    const needsCondition = this.parts.settings.profile.ticketChangedNeedsCondition && notification.eventno === 61;
    return !needsCondition || (notification.conditions ?? []).length > 0;
  }

  private queue(webhook: HaloWebhook, occurrence: Occurrence, text: string): void {
    if (Math.random() < this.faults.drop) {
      this.parts.deliverer.noteDropped(occurrence);
      return;
    }
    this.parts.world.shelves.set(QUEUE, occurrence.id, occurrence);
    this.schedule(webhook, occurrence, text);
  }

  private schedule(webhook: HaloWebhook, occurrence: Occurrence, text: string): void {
    const copies = Math.random() < this.faults.duplicate ? 2 : 1;
    this.owed.set(occurrence.id, copies);
    for (let copy = 0; copy < copies; copy += 1) {
      const parcel: Parcel = { occurrence, text, duplicate: copy > 0 };
      const send = (): void => {
        this.after(this.delay(), () => {
          this.batcher.add(this.parts.webhooks.get(webhook.id) ?? webhook, parcel);
        });
      };
      if (this.faults.hold) this.held.push(send);
      else send();
    }
  }

  private delay(): number {
    const { delayMs, reorder, reorderMs } = this.faults;
    const base = delayMs === null ? 0 : delayMs[0] + Math.random() * (delayMs[1] - delayMs[0]);
    return base + (Math.random() < reorder ? reorderMs : 0);
  }

  private after(ms: number, act: () => void): void {
    if (ms === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }

  private async deliver(webhookId: string, parcels: readonly Parcel[], asArray: boolean): Promise<void> {
    const { deliverer } = this.parts;
    for (let attempt = 1; ; attempt += 1) {
      const succeeded = await deliverer.attempt(webhookId, parcels, asArray, attempt);
      if (deliverer.closed) return;
      if (succeeded || attempt > this.faults.retries) break;
      await new Promise<void>((resolve) => {
        this.after(Math.max(1, this.faults.retryDelayMs), resolve);
      });
    }
    for (const { occurrence } of parcels) this.settle(occurrence.id);
  }

  private settle(id: string): void {
    const left = (this.owed.get(id) ?? 1) - 1;
    if (left > 0) {
      this.owed.set(id, left);
      return;
    }
    this.owed.delete(id);
    this.parts.world.shelves.remove(QUEUE, id);
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { HttpPost } from './http-post';
import { authHeaders } from './auth-headers';
import type { HaloClock } from '../world/halo-clock';
import type { Parcel } from './batcher';
import type { DeliveryLedger, DeliveryLine, Outcome } from './delivery-ledger';
import type { PostAnswer } from './http-post';
import type { Occurrence } from './occurrence';
import type { WebhookEventLog } from './webhook-event-log';
import type { WebhookShelf } from './webhook-shelf';

const AT_ONCE = 64;

/** Posts one body at a time per place, 64 places, and writes down every attempt. */
export class Deliverer {
  private readonly post = new HttpPost();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  closed = false;

  constructor(
    private readonly parts: {
      readonly clock: HaloClock;
      readonly webhooks: WebhookShelf;
      readonly ledger: DeliveryLedger;
      readonly log: WebhookEventLog;
    },
  ) {}

  get log(): WebhookEventLog {
    return this.parts.log;
  }

  get ledger(): DeliveryLedger {
    return this.parts.ledger;
  }

  get inFlight(): number {
    return this.running;
  }

  /** True where the receiver answered 2xx (inferred: any 2xx is success). */
  async attempt(webhookId: string, parcels: readonly Parcel[], asArray: boolean, attempt: number): Promise<boolean> {
    const webhook = this.parts.webhooks.get(webhookId);
    const body = asArray ? `[${parcels.map(({ text }) => text).join(',')}]` : (parcels[0]?.text ?? '');
    const line = this.lines(parcels, attempt, body);
    if (webhook === undefined) {
      line('abandoned', null, 0, 'the webhook was removed');
      return true;
    }
    await this.enter();
    const started = performance.now();
    const headers = { 'user-agent': 'HaloPSA-Simulator', ...authHeaders(webhook) };
    try {
      if (this.closed) return false;
      const answer = await this.post.send(webhook.url, body, headers);
      const succeeded = answer.status >= 200 && answer.status < 300;
      line(succeeded ? 'answered' : 'failed', answer.status, answer.ms, null);
      this.parts.webhooks.noteAnswer(webhook.id, answer.status, succeeded);
      this.parts.log.add(webhook, parcels, body, headers, answer, this.parts.clock.now());
      return succeeded;
    } catch (error) {
      // Cut off by our own end: the delivery stays in the queue and is sent after the restart.
      if (this.closed) return false;
      const reason = error instanceof Error ? error : new Error('unknown');
      const outcome = reason.name === 'TimeoutError' || reason.name === 'AbortError' ? 'timeout' : 'failed';
      line(outcome, null, performance.now() - started, reason.message);
      this.parts.webhooks.noteAnswer(webhook.id, 0, false);
      this.parts.log.add(webhook, parcels, body, headers, undefined, this.parts.clock.now());
      return false;
    } finally {
      this.leave();
    }
  }

  noteDropped(occurrence: Occurrence): void {
    this.lines([{ occurrence, text: '', duplicate: false }], 0, '')('dropped', null, 0, null);
  }

  /** A body of the caller's choice, sent as Halo would. */
  async sendRaw(url: string, body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<PostAnswer> {
    return this.post.send(url, body, { 'user-agent': 'HaloPSA-Simulator', ...headers });
  }

  close(): void {
    this.closed = true;
    this.post.close();
    for (const wake of this.waiting.splice(0)) wake();
  }

  private lines(parcels: readonly Parcel[], attempt: number, body: string) {
    const { clock, ledger } = this.parts;
    const attemptId = randomUUID();
    const at = clock.monotonic();
    const wall = new Date(clock.trueNow()).toISOString();
    const bodyHash = body === '' ? null : createHash('sha256').update(body).digest('hex').slice(0, 16);
    return (outcome: Outcome, status: number | null, ms: number, error: string | null): void => {
      for (const { occurrence, duplicate } of parcels) {
        const line: Omit<DeliveryLine, 'seq'> = {
          at,
          wall,
          attemptId,
          webhookId: occurrence.webhookId,
          occurrenceId: occurrence.id,
          event: occurrence.event,
          entity: occurrence.entity,
          object_id: occurrence.objectId,
          version: occurrence.version,
          attempt,
          duplicate,
          batch: parcels.length,
          outcome,
          status,
          ms: Math.round(ms * 100) / 100,
          bodyHash,
          bytes: Buffer.byteLength(body),
          error,
        };
        ledger.add(line);
      }
    };
  }

  private async enter(): Promise<void> {
    if (this.running >= AT_ONCE) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
    this.running += 1;
  }

  private leave(): void {
    this.running -= 1;
    this.waiting.shift()?.();
  }
}

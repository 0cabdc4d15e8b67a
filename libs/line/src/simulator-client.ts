import { isEntityName, perEntity, type EntityName } from '@halosync/contracts';
import { z } from 'zod';
import type { HaloCredentials } from './gateway-client';
import type { LedgerBook, SimulatorLedger } from './simulator-ledger';

const state = z.object({
  tenant: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  /** Live records; the simulator has more kinds than we read. */
  counts: z.object(perEntity(() => z.number())),
});
const life = z.object({ made: z.number(), done: z.boolean() });

const webhooks = z.object({ items: z.array(z.looseObject({ url: z.string() })) });
const pressure = z.object({
  clock: z.object({ monotonicMs: z.number() }),
  limiter: z.object({ inWindow: z.number() }),
});

export type SimulatorState = z.output<typeof state>;

const TIMEOUT_MS = 15_000;
// It answers when nothing waits to be delivered any more.
const IDLE_TIMEOUT_MS = 120_000;

/** The simulator's control side: what a Halo has no API for. */
export class SimulatorClient {
  private readonly taken = perEntity(() => 0);
  private deliveriesSeen = 0;

  constructor(readonly url: string) {}

  async state(): Promise<SimulatorState> {
    return state.parse(await this.json('GET', '/control/state'));
  }

  async credentials(): Promise<HaloCredentials> {
    const { tenant, clientId, clientSecret } = await this.state();
    return { authUrl: `${this.url}/auth`, resourceUrl: `${this.url}/api`, tenant, clientId, clientSecret };
  }

  /** People at work: changes at a steady rate, without end or `stopAfter` so many. */
  async live(settings: { enabled: boolean; perSecond?: number; stopAfter?: number }): Promise<void> {
    await this.json('PUT', '/control/life', settings);
  }

  async life(): Promise<z.output<typeof life>> {
    return life.parse(await this.json('GET', '/control/life'));
  }

  /** Registers a webhook for every event, unless this address has one. */
  async sendWebhooksTo(url: string, payload: 'full' | 'small' | 'event-only' = 'full'): Promise<void> {
    const { items } = webhooks.parse(await this.json('GET', '/control/webhooks'));
    if (items.some((webhook) => webhook.url === url)) return;
    await this.json('POST', '/control/webhooks', { url, payload });
  }

  /** How many events were delivered and answered 2xx, per entity. */
  async webhooksTaken(): Promise<Record<EntityName, number>> {
    const news = await this.readLedger('deliveries', this.deliveriesSeen);
    this.deliveriesSeen = news.next;
    for (const { entity, status } of news.items) {
      if (isEntityName(entity) && status !== null && status >= 200 && status < 300) this.taken[entity] += 1;
    }
    return { ...this.taken };
  }

  /** All that a book of its ledger holds, oldest first. */
  async ledger<Book extends LedgerBook>(book: Book): Promise<SimulatorLedger[Book][]> {
    return (await this.readLedger(book, 0)).items;
  }

  /** Its monotonic clock in ms, and how many requests its limiter holds at this moment. */
  async pressure(): Promise<{ monotonicMs: number; inWindow: number }> {
    const { clock, limiter } = pressure.parse(await this.json('GET', '/control/state'));
    return { monotonicMs: clock.monotonicMs, inWindow: limiter.inWindow };
  }

  /** Resolves when every webhook that is due was sent. */
  async idle(): Promise<void> {
    await this.json('POST', '/control/idle', {}, IDLE_TIMEOUT_MS);
  }

  private async readLedger<Book extends LedgerBook>(
    book: Book,
    after: number,
  ): Promise<{ items: SimulatorLedger[Book][]; next: number }> {
    const items: SimulatorLedger[Book][] = [];
    for (let next = after; ;) {
      const path = `/control/ledger/${book}?after=${String(next)}&limit=1000`;
      const page = (await this.json('GET', path)) as { items: SimulatorLedger[Book][]; next: number }; // as it documents
      if (page.items.length === 0) return { items, next };
      items.push(...page.items);
      next = page.next;
    }
  }

  async json(method: string, path: string, body?: unknown, timeoutMs = TIMEOUT_MS): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(
        `the simulator answered ${method} ${path} with ${String(response.status)}: ${text.slice(0, 300)}`,
      );
    return text === '' ? undefined : JSON.parse(text);
  }
}

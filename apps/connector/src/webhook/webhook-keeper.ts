import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@halosync/errors';
import type { FieldError } from '@halosync/errors';
import type { HaloWebhook } from '@halosync/halo-client';
import type { Log } from '@halosync/observability';
import type { HeldLease, Leases } from '@halosync/persistence';
import type { Connection } from '../connections/connection';
import type { Gaps } from '../gaps/gaps';
import type { HaloDesk } from '../gate/halo-desk';
import type { CallPurpose } from '../gate/halo-gate';
import { attachedEvents, learnNumbers } from './attached-events';
import { compareWebhook } from './compare-webhook';
import type { EventNumbers } from './event-numbers';
import type { WantedWebhook } from './wanted-webhook';
import { WebhookCalls, webhookForbidden } from './webhook-calls';
import { webhookFaults, webhookMissing } from './webhook-faults';
import type { WebhookMeter } from './webhook-meter';
import type { Repaired, RepairOrder } from './webhook-repair';
import { repairWebhook } from './webhook-repair';
import type { WebhookState, WebhookStore } from './webhook-store';

export interface WebhookKeeperParts {
  readonly desk: HaloDesk;
  readonly store: WebhookStore;
  readonly leases: Leases;
  readonly gaps: Pick<Gaps, 'report'>;
  /** Configured, or seen elsewhere. */
  readonly numbers: EventNumbers;
  readonly meter: WebhookMeter;
  readonly log: Log;
}

export interface CheckOrder {
  readonly maxAgeSeconds: number;
  readonly byPerson: boolean;
  /** The person or API key. */
  readonly askedBy?: string | null;
}

// The gateway asks with a deadline of 60 s.
const SLOT_WITHIN_MS = 40_000;
const FORBIDDEN_SECONDS = 3_600;
// Several calls, each with a slot, while another one repairs the same webhook.
const WAIT_MS = 30_000;
const LOOK_AGAIN_MS = 150;

/** Knows how the webhook in Halo is, and makes it as it should be. */
export class WebhookKeeper {
  constructor(private readonly parts: WebhookKeeperParts) {}

  /** What is known of it, after a look where that is older than asked for. A connection at rest is not looked at. */
  async check(
    connection: Connection,
    wanted: WantedWebhook,
    { maxAgeSeconds, byPerson, askedBy }: CheckOrder,
  ): Promise<WebhookState> {
    const { store } = this.parts;
    const state = await store.read(connection.id);
    // What is refused costs three calls to hear, and is granted by a person, who then looks or can wait.
    const isGoodForSeconds = state.access === 'forbidden' && !byPerson ? FORBIDDEN_SECONDS : maxAgeSeconds;
    if (connection.status !== 'active' || state.ageSeconds <= isGoodForSeconds) return state;
    const purpose: CallPurpose = {
      lane: byPerson ? 'console' : 'delta',
      reason: 'webhook check',
      askedBy: askedBy ?? null,
      slotWithinMs: SLOT_WITHIN_MS,
    };
    try {
      const found = await this.#calls(connection, purpose).look(state.haloId, wanted);
      return await this.#saw(connection, state, found, wanted);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'halo_forbidden') throw error;
      await store.write(connection.id, { access: 'forbidden' });
      this.parts.meter.note('forbidden');
      return store.read(connection.id);
    }
  }

  /** @throws AppError `webhook_forbidden`, `conflict` for a connection at rest, or that of a call. */
  async repair(connection: Connection, order: RepairOrder): Promise<Repaired & { readonly state: WebhookState }> {
    if (connection.status !== 'active') {
      throw new AppError('conflict', `The connection is ${connection.status}: nothing is asked of Halo now.`);
    }
    return this.#alone(connection.id, async (lease) => {
      const before = await this.parts.store.read(connection.id);
      const purpose: CallPurpose = {
        lane: 'console',
        reason: 'webhook repair',
        askedBy: order.askedBy,
        slotWithinMs: SLOT_WITHIN_MS,
        // With the slot in hand: whoever was held up so long that another one took over must not make a second one.
        beforeSend: async () => {
          if (!(await this.parts.leases.renew(lease)))
            throw new AppError('lease_lost', 'Another process repairs this webhook.');
        },
      };
      try {
        const calls = this.#calls(connection, purpose);
        const found = await calls.look(before.haloId, order.wanted);
        const seen = await this.#saw(connection, before, found, order.wanted);
        const repaired = await repairWebhook(calls, found, order, this.numbersOf(seen));
        return { ...repaired, state: await this.#saw(connection, seen, repaired.webhook, order.wanted) };
      } catch (error) {
        throw error instanceof AppError && error.code === 'halo_forbidden' ? webhookForbidden(error) : error;
      }
    });
  }

  /** Halo's numbers of the events, as far as they are known for this connection. */
  numbersOf(state: WebhookState): EventNumbers {
    return new Map([...state.numbers, ...this.parts.numbers]);
  }

  #calls(connection: Connection, purpose: CallPurpose): WebhookCalls {
    return new WebhookCalls(this.parts.desk, connection, purpose);
  }

  async #saw(
    connection: Connection,
    before: WebhookState,
    found: HaloWebhook | null,
    wanted: WantedWebhook,
  ): Promise<WebhookState> {
    const { store, meter } = this.parts;
    const known = this.numbersOf(before);
    const numbers = found === null ? known : learnNumbers(found, wanted, known);
    const faults = faultsOf(found, before, wanted, numbers);
    const isSound = found !== null && faults.length === 0;
    await store.write(connection.id, { access: 'allowed', found, faults, isSound, numbers });
    this.#tell(connection.id, before.faults, faults);
    if (isSound && before.faults.length > 0) await this.#makeUp(connection.id, before.soundAt);
    meter.note(isSound ? 'sound' : (faults[0]?.code ?? 'webhook_missing'));
    return store.read(connection.id);
  }

  /** Once, when it changes. */
  #tell(connectionId: string, before: readonly FieldError[], now: readonly FieldError[]): void {
    const words = (faults: readonly FieldError[]): string => faults.map(({ message }) => message).join(' ');
    if (words(before) === words(now)) return;
    const codes = now.map(({ code }) => code);
    if (now.length > 0) this.parts.log.warn('webhook not in working order', { connectionId, codes, seen: words(now) });
    else this.parts.log.info('webhook in working order again', { connectionId });
  }

  /** What Halo did not send while it was broken. Where it never worked, the looks for changes have brought everything. */
  async #makeUp(connectionId: string, soundUntil: Date | null): Promise<void> {
    const { checkedAt } = await this.parts.store.read(connectionId);
    if (soundUntil === null || checkedAt === null) return;
    await this.parts.gaps.report({ connectionId, from: soundUntil, to: checkedAt, reason: 'webhook_broken' });
  }

  async #alone<T>(connectionId: string, work: (lease: HeldLease) => Promise<T>): Promise<T> {
    const { leases } = this.parts;
    const deadline = performance.now() + WAIT_MS;
    let lease = await leases.take(`webhook:${connectionId}`);
    while (lease === null) {
      if (performance.now() > deadline)
        throw new AppError('conflict', 'Somebody repairs this webhook right now.', { retryable: true });
      await sleep(LOOK_AGAIN_MS);
      lease = await leases.take(`webhook:${connectionId}`);
    }
    try {
      return await work(lease);
    } finally {
      await leases.release(lease);
    }
  }
}

function faultsOf(
  found: HaloWebhook | null,
  before: WebhookState,
  wanted: WantedWebhook,
  numbers: EventNumbers,
): readonly FieldError[] {
  if (found === null) return before.haloId === null ? [] : [webhookMissing];
  return webhookFaults(compareWebhook(found, wanted, attachedEvents(found, wanted, numbers), numbers));
}

import { uuidv7 } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { Exchange, HaloCall } from '@halosync/halo-client';
import { readRateLimit } from '@halosync/halo-client';
import type { Lane, RateBudget } from '@halosync/rate-budget';
import { SlotUnused } from '@halosync/rate-budget';
import type { CallLedger } from './call-ledger';
import type { CallMeter } from './call-meter';
import type { HaloClock } from './halo-clock';

/** Why a call is made, and how long it may wait. */
export interface CallPurpose {
  readonly lane: Lane;
  /** A word or two for the ledger. */
  readonly reason: string;
  readonly runId?: string | null;
  /** Halo's delivery that caused it. */
  readonly deliveryId?: string | null;
  /** The person or API key that did. */
  readonly askedBy?: string | null;
  /** Gives up the wait for a slot as well as the call. */
  readonly signal?: AbortSignal;
  /** Longest wait for a slot. */
  readonly slotWithinMs?: number;
  /** Runs with the slot in hand, right before the call: what has to be known then. Throws to call it off. */
  readonly beforeSend?: () => Promise<void>;
}

/** Who is called: an instance, for a connection or for values that are tried. */
export interface CallTarget {
  readonly id: string | null;
  readonly instance: string;
}

export interface GatedExchange {
  readonly exchange: Exchange;
  /** UUIDv7, of this call alone. */
  readonly callId: string;
  /** Database time before the call was sent. */
  readonly validFrom: Date;
  /** Database time after the answer. */
  readonly knownAt: Date;
}

interface Transport {
  exchange(call: HaloCall): Promise<Exchange>;
}

const TIMEOUT_MS = 30_000;
// A process that again and again cannot send within 5 s of a grant is in trouble, and says so.
const SLOTS_TO_TRY = 3;

/** The one door to Halo: a slot of the budget and a row of the ledger for every single request, whatever it is for. */
export class HaloGate {
  constructor(
    private readonly budget: Pick<RateBudget, 'withSlot' | 'report429'>,
    private readonly transport: Transport,
    private readonly ledger: CallLedger,
    private readonly clock: HaloClock,
    private readonly meter: CallMeter,
  ) {}

  /** @throws AppError of the transport, or `budget_timeout`. An answer of any status is a value. */
  async call(target: CallTarget, purpose: CallPurpose, call: HaloCall): Promise<GatedExchange> {
    for (let slot = 1; ; slot++) {
      try {
        return await this.#callWithSlot(target, purpose, call);
      } catch (error) {
        if (!(error instanceof SlotUnused) || slot >= SLOTS_TO_TRY) throw error;
      }
    }
  }

  async #callWithSlot(target: CallTarget, purpose: CallPurpose, call: HaloCall): Promise<GatedExchange> {
    const callId = uuidv7();
    const signal = anyOf(purpose.signal, call.signal);
    const within = purpose.slotWithinMs === undefined ? {} : { deadlineMs: purpose.slotWithinMs };
    const options = { ...within, ...(signal === undefined ? {} : { signal }) };
    const askedAt = performance.now();
    let begun: { readonly validFrom: Date; readonly at: number; isSent: boolean } | undefined;
    try {
      const exchange = await this.budget.withSlot(target.instance, purpose.lane, options, async (slot) => {
        this.meter.waited(purpose.lane, performance.now() - askedAt);
        await purpose.beforeSend?.();
        const validFrom = await this.ledger.begin({
          callId,
          connectionId: target.id,
          instance: target.instance,
          kind: call.kind,
          lane: purpose.lane,
          reason: purpose.reason,
          entity: call.entity ?? null,
          haloId: call.haloId ?? null,
          runId: purpose.runId ?? null,
          deliveryId: purpose.deliveryId ?? null,
          askedBy: purpose.askedBy ?? null,
        });
        begun = { validFrom, at: performance.now(), isSent: false };
        slot.signal.throwIfAborted();
        slot.assertFresh();
        begun.isSent = true;
        const timeoutMs = Math.min(call.timeoutMs ?? TIMEOUT_MS, slot.hardTimeoutMs);
        return this.transport.exchange({ ...call, timeoutMs, signal: slot.signal });
      });
      const outcome = outcomeOf(exchange.status);
      this.meter.note(purpose.lane, outcome, exchange.ms);
      const knownAt = await this.ledger.end(callId, { status: exchange.status, ms: exchange.ms, outcome });
      if (exchange.status === 429) await this.#learn(target.instance, exchange);
      if (begun === undefined) throw new AppError('internal', 'An answer came without a call.');
      this.clock.note(target.instance, exchange, begun.validFrom);
      return { exchange, callId, validFrom: begun.validFrom, knownAt };
    } catch (error) {
      if (begun?.isSent === true) await this.#ledgerFailure(callId, purpose.lane, performance.now() - begun.at, error);
      // The row was written ahead, in case we die with the call; nothing was called.
      else if (begun !== undefined) await this.ledger.forget(callId).catch(() => undefined);
      throw error;
    }
  }

  /** The same for whoever needs no more than the answer. */
  async send(target: CallTarget, purpose: CallPurpose, call: HaloCall): Promise<Exchange> {
    return (await this.call(target, purpose, call)).exchange;
  }

  async #ledgerFailure(callId: string, lane: Lane, ms: number, error: unknown): Promise<void> {
    const outcome = error instanceof AppError ? error.code : 'internal';
    this.meter.note(lane, outcome, ms);
    // The call's own failure is the news; a ledger that cannot be written now leaves a row without an end.
    await this.ledger.end(callId, { status: null, ms, outcome }).catch(() => undefined);
  }

  async #learn(instance: string, exchange: Exchange): Promise<void> {
    await this.budget.report429(instance, readRateLimit(exchange));
  }
}

function outcomeOf(status: number): string {
  if (status >= 200 && status <= 299) return 'ok';
  const known: Partial<Record<number, string>> = {
    401: 'halo_unauthorised',
    403: 'halo_forbidden',
    404: 'halo_not_found',
    429: 'halo_rate_limited',
  };
  return known[status] ?? 'halo_server_error';
}

function anyOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}

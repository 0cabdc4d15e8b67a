import { AppError } from '@halosync/errors';
import type { HeldSlot } from './held-slot';
import type { Lane } from './lane';

/** A slot during its one request. */
export interface SendingSlot extends HeldSlot {
  /** Fires at the hard timeout, or with the caller's own signal: end the request then. */
  readonly signal: AbortSignal;
  /** To be called right before sending where that may come late. @throws SlotUnused */
  assertFresh(): void;
}

/** The process stood still between the grant and the sending. Nothing was sent, the slot is given back: take another one. */
export class SlotUnused extends AppError {
  constructor(lane: Lane) {
    super('budget_timeout', 'The slot was not used in time.', { retryable: true, details: { lane } });
  }
}

/** Watches over a slot from its grant to the end of its answer. */
export class SlotInUse {
  readonly slot: SendingSlot;
  readonly #timer: NodeJS.Timeout;
  readonly #abort = new AbortController();
  readonly #forward: () => void;
  /** It came too late to send with it. */
  isUnused = false;

  constructor(
    held: HeldSlot,
    now: () => number,
    private readonly outer: AbortSignal | undefined,
  ) {
    const { lane, hardTimeoutMs, sendBy } = held;
    this.#timer = setTimeout(
      () =>
        this.#abort.abort(
          new AppError('timeout', 'Halo did not answer in time.', { retryable: true, details: { lane } }),
        ),
      hardTimeoutMs,
    );
    this.#forward = () => this.#abort.abort(outer?.reason);
    outer?.addEventListener('abort', this.#forward, { once: true });
    if (outer?.aborted === true) this.#forward();
    const assertFresh = (): void => {
      if (now() <= sendBy) return;
      this.isUnused = true;
      throw new SlotUnused(lane);
    };
    this.slot = { ...held, signal: this.#abort.signal, assertFresh };
  }

  end(): void {
    clearTimeout(this.#timer);
    this.outer?.removeEventListener('abort', this.#forward);
  }
}

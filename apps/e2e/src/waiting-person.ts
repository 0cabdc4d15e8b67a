import { setTimeout as sleep } from 'node:timers/promises';
import type { Line } from './line';

interface Call {
  readonly lane: string;
  readonly entity: string | null;
  readonly startedAt: string;
}

/** Somebody who asks for one record now and then, and notes how long it took until Halo was called for it. */
export class WaitingPerson {
  readonly waitsMs: number[] = [];
  private readonly stopped = new AbortController();
  private readonly done: Promise<void>;

  constructor(
    private readonly line: Line,
    private readonly connectionId: string,
    private readonly everyMs: number,
  ) {
    this.done = this.ask();
  }

  async leave(): Promise<void> {
    this.stopped.abort();
    await this.done;
  }

  private async ask(): Promise<void> {
    while (!this.isGone()) {
      try {
        await this.askOnce();
      } catch {
        // The replica that the gateway asks is being killed just now: the next press counts again.
      }
      await sleep(this.everyMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async askOnce(): Promise<void> {
    const pressedAt = Date.now();
    await this.line.api.json('POST', `/api/v1/connections/${this.connectionId}/records/site/1/refetch`);
    while (!this.isGone()) {
      const startedAt = await this.calledSince(pressedAt);
      if (startedAt !== null) {
        this.waitsMs.push(startedAt - pressedAt);
        return;
      }
      await sleep(this.everyMs / 6);
    }
  }

  private isGone(): boolean {
    return this.stopped.signal.aborted;
  }

  /** When Halo was called for it, by the ledger: newest first, so the first page has it. Database and test share a machine. */
  private async calledSince(pressedAt: number): Promise<number | null> {
    const path = `/api/v1/connections/${this.connectionId}/calls?limit=100`;
    const { items } = (await this.line.api.json('GET', path)) as { items: readonly Call[] }; // the contract's own shape
    const call = items.findLast(
      ({ lane, entity, startedAt }) => lane === 'console' && entity === 'site' && Date.parse(startedAt) >= pressedAt,
    );
    return call === undefined ? null : Date.parse(call.startedAt);
  }
}

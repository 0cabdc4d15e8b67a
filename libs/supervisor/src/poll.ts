import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until it answers true, every `everyMs`; rejects when the signal aborts. An error counts as "not yet". */
export async function poll(probe: () => Promise<boolean>, signal: AbortSignal, everyMs = 100): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (await probe().catch(() => false)) return;
    await sleep(everyMs, undefined, { signal });
  }
}

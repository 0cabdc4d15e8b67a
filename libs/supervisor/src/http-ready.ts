import { poll } from './poll';

/** Ready when the address answers 2xx. */
export function httpReady(url: string): (signal: AbortSignal) => Promise<void> {
  return (signal) =>
    poll(async () => {
      const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
      await response.body?.cancel();
      return response.ok;
    }, signal);
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until the assertion holds, and gives back what it returns; after `timeoutMs` its last failure is thrown. */
export async function eventually<Result>(
  assertion: () => Result | Promise<Result>,
  { timeoutMs = 10_000, intervalMs = 50 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (failure) {
      if (Date.now() >= deadline) throw failure;
    }
    await sleep(intervalMs);
  }
}

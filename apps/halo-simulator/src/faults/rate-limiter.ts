import type { LimiterSettings } from './settings';

/** Counts in a rolling window, as Halo's own 429 text says ("… Requests per rolling 5 minute window."). */
export class RateLimiter {
  private counted: number[] = [];
  private start = 0;
  private absurd = 0;
  private otherDueAt: number | undefined;
  refused = 0;
  /** Of the other integration: it meets the same limit. */
  otherRefused = 0;

  constructor(
    private readonly settings: () => LimiterSettings,
    private readonly monotonic: () => number,
  ) {}

  /** Takes a place in the window, or says how long until one is free. */
  admit(): { readonly admitted: true } | { readonly admitted: false; readonly freeInMs: number } {
    const { enabled, requests, windowSeconds, countRefused } = this.settings();
    const now = this.monotonic();
    this.letTheOtherCall(now);
    this.forget(now - windowSeconds * 1000);
    const inWindow = this.counted.length - this.start;
    if (!enabled || inWindow < requests) {
      this.counted.push(now);
      return { admitted: true };
    }
    const oldest = this.counted[this.counted.length - requests] ?? now;
    if (countRefused) this.counted.push(now);
    this.refused += 1;
    return { admitted: false, freeInMs: Math.max(0, oldest + windowSeconds * 1000 - now) };
  }

  inWindow(): number {
    const now = this.monotonic();
    this.letTheOtherCall(now);
    this.forget(now - this.settings().windowSeconds * 1000);
    return this.counted.length - this.start;
  }

  message(): string {
    const { requests, windowSeconds } = this.settings();
    const window =
      windowSeconds % 60 === 0 ? `${String(windowSeconds / 60)} minute` : `${String(windowSeconds)} second`;
    return `Rate Limit Reached - ${String(requests)} Requests per rolling ${window} window.`;
  }

  retryAfter(freeInMs: number): string | undefined {
    const { retryAfter } = this.settings();
    if (retryAfter === false) return undefined;
    if (retryAfter === true) return String(Math.max(1, Math.ceil(freeInMs / 1000)));
    this.absurd += 1;
    return ABSURD[this.absurd % ABSURD.length];
  }

  reset(): void {
    this.counted = [];
    this.start = 0;
    this.refused = 0;
    this.otherRefused = 0;
    this.otherDueAt = undefined;
  }

  /** Enters the calls that the other integration has made since the last look, each at its own moment. */
  private letTheOtherCall(now: number): void {
    const { otherIntegration, requests, windowSeconds } = this.settings();
    if (otherIntegration === null) {
      this.otherDueAt = undefined;
      return;
    }
    const windowMs = windowSeconds * 1000;
    const gapMs = windowMs / otherIntegration.requests;
    // What is older than a window counts nowhere any more.
    let due = Math.max(this.otherDueAt ?? now, now - windowMs);
    for (; due <= now; due += gapMs) {
      this.forget(due - windowMs);
      if (this.counted.length - this.start < requests) this.counted.push(due);
      else this.otherRefused += 1;
    }
    this.otherDueAt = due;
  }

  private forget(before: number): void {
    while (this.start < this.counted.length && (this.counted[this.start] ?? Infinity) <= before) this.start += 1;
    if (this.start > 50_000) {
      this.counted = this.counted.slice(this.start);
      this.start = 0;
    }
  }
}

const ABSURD = ['999999999', '-5', 'soon', '0', 'Thu, 01 Jan 1970 00:00:00 GMT', '1e9', '3.7'] as const;

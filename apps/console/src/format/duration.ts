import { locale } from './locale';

const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** "0.8 s, 12 s, 4 min, 3 h 10 min, 2 d". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${tenths.format(Math.max(0, seconds))}\u00a0s`;
  if (seconds < 60) return `${String(Math.round(seconds))}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${String(minutes)}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${String(Math.round(hours / 24))}\u00a0d`;
  return minutes % 60 === 0 ? `${String(hours)}\u00a0h` : `${String(hours)}\u00a0h ${String(minutes % 60)}\u00a0min`;
}

/** "12 ms, 1.3 s": how long one call took. */
export const callTime = (ms: number): string =>
  ms < 1_000 ? `${String(Math.round(ms))}\u00a0ms` : duration(ms / 1_000);

/** How long a run still takes, no more exact than it can be known: "about 16 min". */
export function timeLeft(seconds: number): string {
  if (seconds < 45) return 'less than a minute';
  if (seconds < 120) return 'about 1\u00a0min';
  if (seconds < 90 * 60) return `about ${String(Math.round(seconds / 60))}\u00a0min`;
  const minutes = Math.round(seconds / 300) * 5;
  const rest = minutes % 60;
  return `about ${String(Math.floor(minutes / 60))}\u00a0h${rest === 0 ? '' : ` ${String(rest)}\u00a0min`}`;
}

/** The same as a time of day: to the minute under an hour, to five under six hours, else to fifteen. */
export function readyAt(now: Date, seconds: number): Date {
  const step = (seconds < 3_600 ? 1 : seconds < 6 * 3_600 ? 5 : 15) * 60_000;
  return new Date(Math.ceil((now.getTime() + seconds * 1_000) / step) * step);
}

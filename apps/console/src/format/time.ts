import { duration } from './duration';
import { locale } from './locale';

const clocks = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const years = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const DAY_MS = 24 * 3_600_000;

/** "14:02" today, "3 Nov, 14:02" else, in the reader's zone. */
export function clock(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return clocks.format(at);
  const isThisYear = at.getFullYear() === now.getFullYear();
  return `${(isThisYear ? days : years).format(at)}, ${clocks.format(at)}`;
}

/** "14:02:11", for rows that follow each other closely. */
export function clockWithSeconds(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return seconds.format(at);
  return `${days.format(at)}, ${seconds.format(at)}`;
}

/** "12 s ago" up to a day, then the date. */
export function ago(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (ms < 1_000) return 'just now';
  return ms < DAY_MS ? `${duration(Math.floor(ms / 1_000))} ago` : clock(at, now);
}

/** "2026-11-03 14:02:11.482 UTC". */
export function utc(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** A date without a time, such as an invoice's: the same day in every zone. */
export function calendarDate(at: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(at),
  );
}

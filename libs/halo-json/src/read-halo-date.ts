/** What a date text of Halo's means. `unset` and `implausible` both count as no date; the second is worth counting. */
export type HaloDate =
  { readonly kind: 'instant' | 'implausible'; readonly at: Date } | { readonly kind: 'unset' | 'invalid' };

const FORMAT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{0,9}))?(Z|[+-]\d\d:\d\d)?)?$/;
// Seen: what .NET, OLE automation and SQL Server call "no date".
const UNSET_DAYS = new Set(['0001-01-01', '1899-12-30', '1900-01-01']);

const unset: HaloDate = { kind: 'unset' };
const invalid: HaloDate = { kind: 'invalid' };

/**
 * Reads `2026-06-30T16:04:27.21`: no zone means UTC (seen by several client authors), 0 to 9 fraction digits are cut
 * to milliseconds, `Z` and `±hh:mm` are honoured, a date alone is its midnight. The day must exist: JavaScript's own
 * parser turns 30 February into 2 March. Years up to 1980 and after 2200 are no dates of a help desk.
 */
export function readHaloDate(text: string): HaloDate {
  if (text.trim() === '') return unset;
  const match = FORMAT.exec(text);
  if (match === null) return invalid;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return invalid;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const at = new Date(0);
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day)); // Date.UTC takes years below 100 for 19xx
  if (at.getUTCMonth() !== Number(month) - 1 || at.getUTCDate() !== Number(day)) return invalid;
  const offset = offsetMinutes(zone);
  if (offset === null) return invalid;
  if (UNSET_DAYS.has(text.slice(0, 10))) return unset;
  at.setUTCHours(Number(hour), Number(minute) - offset, Number(second), milliseconds);
  return { kind: Number(year) <= 1980 || Number(year) > 2200 ? 'implausible' : 'instant', at };
}

function offsetMinutes(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

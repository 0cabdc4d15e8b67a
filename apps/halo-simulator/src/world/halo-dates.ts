/** What Halo writes for "no date" (seen on live tenants): a reader must take any year up to 1980 as null. */
export const UNSET_DATES = ['1900-01-01T00:00:00', '1899-12-30T00:00:00', '0001-01-01T00:00:00'] as const;

/** `2026-06-30T16:04:27.21`: ISO without zone, trailing zeros of the fraction cut, meaning UTC. */
export function formatHaloDate(ms: number): string {
  const iso = new Date(ms).toISOString().slice(0, 23);
  return iso.includes('.') ? iso.replace(/0+$/, '').replace(/\.$/, '') : iso;
}

/** The same with seven fraction digits, as `datetime2` columns arrive. */
export function formatLongHaloDate(ms: number, ticks = 0): string {
  return `${new Date(ms).toISOString().slice(0, 23)}${String(ticks % 10_000).padStart(4, '0')}`;
}

/** Webhook timestamps do carry the zone: seven digits and `Z`. */
export function formatStamp(ms: number): string {
  return `${formatLongHaloDate(ms, Math.floor(ms) % 9973)}Z`;
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,7})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Reads what a client or a record says; undefined for anything that is no date (`true` from generated clients). */
export function parseHaloDate(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const match = DATE.exec(text.trim());
  if (match === null) return undefined;
  const [, day = '', time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${day}T${time}${time.length === 5 ? ':00' : ''}${fraction.slice(0, 4)}${zone.toUpperCase()}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** SQL Server's `datetime` counts in 1/300 s and shows .xx0, .xx3, .xx7; two changes may share a tick. */
export function toSqlServerTick(ms: number): number {
  const whole = Math.floor(ms / 10) * 10;
  const rest = ms - whole;
  if (rest < 2) return whole;
  if (rest < 5) return whole + 3;
  if (rest < 9) return whole + 7;
  return whole + 10;
}

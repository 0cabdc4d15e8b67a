import { locale } from './locale';

const counts = new Intl.NumberFormat(locale);
const shares = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** In full: 3,412. What is not known is a dash. */
export const count = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : counts.format(value);

/** 0.2 %, "< 0.1 %", plain 0. */
export function share(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  const percent = value * 100;
  return percent < 0.1 ? `<\u00a0${shares.format(0.1)}\u00a0%` : `${shares.format(percent)}\u00a0%`;
}

/** Whole per cent of a whole, never 100 before all is there. */
export function percentOf(part: number, whole: number): number {
  if (whole <= 0) return part > 0 ? 100 : 0;
  return part >= whole ? 100 : Math.max(0, Math.min(99, Math.floor((part / whole) * 100)));
}

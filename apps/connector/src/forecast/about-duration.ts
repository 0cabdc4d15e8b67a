const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];

/** A duration as people say it: `less than a minute`, `about 14 minutes`, `about 2 hours`, `about 3 days`. */
export function aboutDuration(seconds: number): string {
  if (seconds < 50) return 'less than a minute';
  if (seconds < 90 * MINUTE) return about(seconds / MINUTE, 'minute');
  return seconds < 36 * HOUR ? about(seconds / HOUR, 'hour') : about(seconds / DAY, 'day');
}

function about(amount: number, unit: string): string {
  const rounded = Math.max(1, Math.round(amount));
  return rounded === 1 ? `about ${unit === 'hour' ? 'an' : 'a'} ${unit}` : `about ${rounded} ${unit}s`;
}

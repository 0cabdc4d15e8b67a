/** What a call is, as far as faults can be aimed at it. */
export interface Target {
  readonly method: string;
  /** Lower case. */
  readonly route: string;
  readonly query: string;
  readonly entity: string | null;
  readonly id: number | null;
}

export interface Match {
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  readonly entity?: string | undefined;
  readonly scope?: 'collection' | 'record' | undefined;
  readonly id?: number | undefined;
  readonly query?: string | undefined;
}

export function matches(match: Match, target: Target): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== target.method) return false;
  if (match.entity !== undefined && match.entity !== target.entity) return false;
  if (match.id !== undefined && match.id !== target.id) return false;
  if (match.scope !== undefined && (match.scope === 'record') !== (target.id !== null)) return false;
  if (match.query !== undefined && !new RegExp(match.query, 'i').test(target.query)) return false;
  return match.path === undefined || pathMatches(match.path, target.route);
}

function pathMatches(pattern: string, route: string): boolean {
  if (pattern.startsWith('^')) return new RegExp(pattern, 'i').test(route);
  const literal = pattern.toLowerCase().replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  if (pattern.includes('*')) return new RegExp(`^${literal.replaceAll('*', '.*')}$`).test(route);
  return new RegExp(`^${literal.replace(/\/$/, '')}(/|$)`).test(route);
}

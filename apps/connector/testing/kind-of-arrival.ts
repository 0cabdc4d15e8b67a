import type { Arrival } from './running-halo';

/** What the ledger calls a request that the simulator has seen. */
export function kindOf({ path, query }: Pick<Arrival, 'path' | 'query'>): string {
  if (/\/token$/i.test(path)) return 'token';
  if (/\/authinfo$/i.test(path)) return 'authinfo';
  if (/\/(webhook|notification)/i.test(path)) return 'webhook';
  if (/\/\d+$/.test(path)) return 'record';
  return /idonly=true/i.test(query) ? 'ids' : 'list';
}

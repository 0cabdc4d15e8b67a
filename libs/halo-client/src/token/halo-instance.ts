import type { AuthInfo } from './auth-info';
import type { ConnectionValues } from './connection-values';

/** Which Halo a connection speaks to. */
export interface HaloInstance {
  /** What the budget and "one connection per instance" go by. */
  readonly key: string;
  readonly tenantId: string;
  readonly origin: string;
}

/**
 * The instance behind five values: the tenant id and origin that authinfo reports (a tenant with a domain of its own is
 * the same instance as under Halo's), else the resource's own origin and the tenant as typed.
 */
export function haloInstance(
  values: Pick<ConnectionValues, 'resourceUrl' | 'tenant'>,
  info: AuthInfo | null,
): HaloInstance {
  const origin = originOf(info?.authUrl) ?? new URL(values.resourceUrl).origin;
  const tenantId = info?.tenantId ?? values.tenant;
  return { key: `${origin}|${tenantId}`.toLowerCase(), tenantId, origin };
}

function originOf(url: string | null | undefined): string | null {
  if (url === null || url === undefined || !URL.canParse(url)) return null;
  const { protocol, origin } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}

import { Secret } from '@halosync/config';
import type { HaloApi, HaloCall } from '../transport/halo-call';

/** A read of the REST API, signed with the token. */
export function apiCall(api: HaloApi, url: string, about: Pick<HaloCall, 'kind' | 'entity' | 'haloId'>): HaloCall {
  return { method: 'GET', url, headers: { authorization: new Secret(`Bearer ${api.token.reveal()}`) }, ...about };
}

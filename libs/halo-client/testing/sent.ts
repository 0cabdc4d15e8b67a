import { Secret } from '@halosync/config';
import type { Exchange, HaloApi, HaloCall } from '../src/transport/halo-call';

/** An API whose one answer is given, and the calls that were made of it. */
export function answering(exchange: Exchange): HaloApi & { readonly calls: HaloCall[] } {
  const calls: HaloCall[] = [];
  return {
    resourceUrl: 'https://acme.halopsa.com/api',
    token: new Secret('t0ken'),
    calls,
    send: async (call) => {
      calls.push(call);
      return exchange;
    },
  };
}

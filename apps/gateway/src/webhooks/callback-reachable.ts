import { BlockList, isIP } from 'node:net';

export type Reachability = 'public' | 'private' | 'unknown';

const privateRanges = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateRanges.addSubnet(address, bits, 'ipv4');
}
privateRanges.addAddress('::1', 'ipv6');
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addSubnet('fe80::', 10, 'ipv6');

/**
 * Whether a hosted Halo can call this address, judged by its looks alone. A name may resolve to anything, so what is
 * neither plain http nor inside is `public` only where it looks like a name of the internet.
 */
export function callbackReachable(publicUrl: string): Reachability {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol !== 'https:') return 'private';
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family !== 0) return privateRanges.check(host, family === 4 ? 'ipv4' : 'ipv6') ? 'private' : 'public';
  if (host === 'localhost' || /\.(localhost|local|internal|intranet|lan|home\.arpa|test)$/.test(host)) return 'private';
  return host.includes('.') ? 'public' : 'unknown';
}

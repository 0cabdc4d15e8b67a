import { contains, parseCidr } from './ip-address';
import type { Cidr, IpAddress } from './ip-address';

/** `metadata` is never called, whatever an operator allows: it hands out the machine's own credentials. */
export type AddressClass = 'public' | 'private' | 'metadata';

const ranges = (...texts: readonly string[]): readonly Cidr[] =>
  texts.map((text) => {
    const range = parseCidr(text);
    if (range === null) throw new Error(`${text} is not a range`);
    return range;
  });

const METADATA = ranges(
  '169.254.0.0/16', // link-local: AWS, GCP, Azure, Oracle, DigitalOcean, Hetzner, OpenStack (.169.254), ECS (.170.2), EKS (.170.23), Tencent (.0.23), Scaleway (.42.42)
  '168.63.129.16/32', // Azure's host, in a public range
  '100.100.100.200/32', // Alibaba
  '192.0.0.192/32', // Oracle, older
  '192.80.8.124/32', // Equinix, in a public range
  'fe80::/10', // link-local: fe80::a9fe:a9fe is OpenStack's and others'
  'fd00:ec2::/32', // AWS
  'fd20:ce::/32', // GCP
  'fd00:c1::/32', // Oracle
  'fd00:42::/32', // Scaleway
  'fd00:a9fe:a9fe::/48', // Linode
);

const PRIVATE_V4 = ranges(
  '0.0.0.0/8', // this network; Linux takes 0.0.0.0 for loopback
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
);

const [GLOBAL_V6, NAT64] = ranges('2000::/3', '64:ff9b::/96') as [Cidr, Cidr]; // two in, two out
// What lies inside 2000::/3 and is no ordinary host.
const PRIVATE_V6 = ranges(
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
);
const [TEREDO, SIX_TO_FOUR, COMPATIBLE] = ranges('2001::/32', '2002::/16', '::/96') as [Cidr, Cidr, Cidr]; // three of three

/** Sorts an address by number. Whatever is not plainly a public host counts as private. */
export function classifyAddress(ip: IpAddress): AddressClass {
  if (METADATA.some((range) => contains(range, ip))) return 'metadata';
  if (ip.family === 4) return PRIVATE_V4.some((range) => contains(range, ip)) ? 'private' : 'public';
  const carried = carriedV4(ip).map(classifyAddress);
  if (carried.includes('metadata')) return 'metadata';
  // DNS64 gives these for every IPv4 host in networks that have IPv6 only: as good as the address that they carry.
  if (contains(NAT64, ip)) return carried[0] ?? 'private';
  if (carried.length > 0 || !contains(GLOBAL_V6, ip)) return 'private';
  return PRIVATE_V6.some((range) => contains(range, ip)) ? 'private' : 'public';
}

/** The IPv4 addresses that an IPv6 address carries inside: a tunnel would deliver to them. */
function carriedV4({ family, value }: IpAddress): readonly IpAddress[] {
  const at = (shift: bigint, flip = 0n): IpAddress => ({ family: 4, value: ((value >> shift) & 0xffff_ffffn) ^ flip });
  const ip = { family, value };
  if (contains(SIX_TO_FOUR, ip)) return [at(80n)];
  if (contains(TEREDO, ip)) return [at(64n), at(0n, 0xffff_ffffn)]; // the server, and the client with its bits inverted
  // ISATAP marks its address by 5efe before it, in any prefix.
  const isIsatap = ((value >> 32n) & 0xfcff_ffffn) === 0x5efen;
  return contains(NAT64, ip) || contains(COMPATIBLE, ip) || isIsatap ? [at(0n)] : [];
}

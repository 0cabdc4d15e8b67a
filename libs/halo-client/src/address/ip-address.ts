import { isIP } from 'node:net';

/** An IP address as a number; text forms are many, and comparing text is how guards are fooled. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export interface Cidr extends IpAddress {
  readonly bits: number;
}

/** Reads any text form, a zone (`%eth0`) cut off; null for a host name. An IPv4-mapped address is the IPv4 address. */
export function parseIp(text: string): IpAddress | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 4) return { family: 4, value: v4(bare) };
  if (family !== 6) return null;
  const value = v6(bare);
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

/** Reads `10.0.0.0/8`, `fd00::/8`, or a single address; null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const [address = '', bitsText] = text.split('/', 2);
  const ip = parseIp(address);
  if (ip === null) return null;
  const width = ip.family === 4 ? 32 : 128;
  if (bitsText === undefined) return { ...ip, bits: width };
  const bits = /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : NaN;
  return bits <= width ? { ...ip, bits } : null;
}

export function contains(range: Cidr, ip: IpAddress): boolean {
  const shift = BigInt((range.family === 4 ? 32 : 128) - range.bits);
  return range.family === ip.family && range.value >> shift === ip.value >> shift;
}

function v4(text: string): bigint {
  return text.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function v6(text: string): bigint {
  // A dotted tail is two groups.
  const hex = text.replace(/[\d.]+$/, (tail) => {
    if (!tail.includes('.')) return tail;
    const value = v4(tail);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = hex.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...gap, ...after].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

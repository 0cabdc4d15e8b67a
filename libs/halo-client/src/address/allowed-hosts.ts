import { AppError } from '@halosync/errors';
import { contains, parseCidr, parseIp } from './ip-address';
import type { Cidr, IpAddress } from './ip-address';

interface Entry {
  readonly host: string;
  readonly range: Cidr | null;
  readonly port: number | null;
}

/**
 * The private hosts that an operator allows: `halo.acme.local`, `127.0.0.1:4000`, `[fd12::1]:443`, `10.1.0.0/16`.
 * No port means any port.
 */
export class AllowedHosts {
  readonly #entries: readonly Entry[];

  /** @throws AppError `config_invalid` for an entry that is none of these. */
  constructor(entries: readonly string[]) {
    this.#entries = entries
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map(parseEntry);
  }

  allowsHost(hostname: string, port: number): boolean {
    const host = plainHost(hostname);
    return this.#entries.some((entry) => entry.host === host && (entry.port === null || entry.port === port));
  }

  /** Whether a host name can be allowed at all: by itself, or by what it resolves to. */
  mayAllowName(hostname: string, port: number): boolean {
    return (
      this.allowsHost(hostname, port) ||
      this.#entries.some(({ range, port: only }) => range !== null && (only === null || only === port))
    );
  }

  allowsAddress(ip: IpAddress, port: number): boolean {
    return this.#entries.some(
      ({ range, port: only }) => range !== null && contains(range, ip) && (only === null || only === port),
    );
  }
}

/** A host as it is compared: lower case, no brackets, no dot at the end. */
export function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function parseEntry(text: string): Entry {
  const wholeRange = parseCidr(text);
  if (wholeRange !== null) return { host: plainHost(text), range: wholeRange, port: null };
  const [, host = '', portText] = /^(\[[^\]]+\]|[^:/\s]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = portText === undefined ? null : Number(portText);
  const isHost = parseIp(host) !== null || /^[a-z\d_]([a-z\d._-]*[a-z\d_.])?$/i.test(host);
  if (!isHost || (port !== null && (port < 1 || port > 65_535))) {
    throw new AppError('config_invalid', `"${text}" is not a host, a host:port or a range such as 10.1.0.0/16.`);
  }
  return { host: plainHost(host), range: parseCidr(host), port };
}

import type { AppError } from '@halosync/errors';
import { refusal } from '../connection/refusal';
import { plainHost } from './allowed-hosts';
import type { AllowedHosts } from './allowed-hosts';
import { classifyAddress } from './classify-address';
import { parseIp } from './ip-address';

/** What a connection is opened to. */
export interface Target {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number;
}

/**
 * Decides which addresses may be called. Asked twice: for the URL as written, and for what its name resolves to, at
 * the moment of connecting; a name that answers differently later is asked again then.
 */
export class AddressGuard {
  constructor(private readonly allowed: AllowedHosts) {}

  /** @throws AppError `http_refused`, `private_address_refused`: what the URL alone gives away. */
  checkUrl(url: URL): void {
    const target = targetOf(url);
    if (parseIp(target.hostname) !== null) this.checkAddresses(target, [target.hostname]);
    // A name in no list may still resolve into an allowed range: decided when it is resolved.
    else if (target.protocol === 'http:' && !this.allowed.mayAllowName(target.hostname, target.port))
      throw refusal('http_refused', { host: target.hostname });
  }

  /** For a name that resolves to nothing: where it is plain http to a host in no list, that comes first. */
  refuseUnresolved(target: Target): AppError | undefined {
    if (target.protocol === 'https:' || this.allowed.allowsHost(target.hostname, target.port)) return undefined;
    return refusal('http_refused', { host: target.hostname });
  }

  /** @throws AppError `http_refused`, `private_address_refused` unless every single address may be called. */
  checkAddresses(target: Target, addresses: readonly string[]): void {
    const isListed = this.allowed.allowsHost(target.hostname, target.port);
    let isAllInRange = true;
    const refused: string[] = [];
    for (const address of addresses) {
      const ip = parseIp(address);
      const kind = ip === null ? 'metadata' : classifyAddress(ip); // no number, no call
      const isInRange = ip !== null && this.allowed.allowsAddress(ip, target.port);
      isAllInRange &&= isInRange;
      if (kind === 'metadata' || (kind === 'private' && !isListed && !isInRange)) refused.push(address);
    }
    const isHttpAllowed = isListed || isAllInRange;
    if (target.protocol !== 'https:' && !isHttpAllowed) throw refusal('http_refused', { host: target.hostname });
    if (refused[0] !== undefined)
      throw refusal('private_address_refused', { host: target.hostname, address: refused[0] });
  }
}

export function targetOf(url: URL): Target {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { protocol: url.protocol, hostname: plainHost(url.hostname), port };
}

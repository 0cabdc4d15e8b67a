import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressGuard, Target } from '../address/address-guard';
import { plainHost } from '../address/allowed-hosts';

/** Resolves a host name to all of its addresses. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface ConnectOptions {
  readonly guard: AddressGuard;
  readonly resolve: Resolve;
  readonly timeoutMs: number;
  readonly ca: readonly string[] | undefined;
}

/** As the operating system resolves, hosts file included. */
export const systemResolve: Resolve = (hostname) =>
  new Promise((done, fail) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error === null ? done(addresses) : fail(error)));
  });

/**
 * Opens connections only to addresses that the guard has passed. The name is resolved once per connection, and the
 * addresses checked are the ones dialled: between check and connection no second answer can slip in. TLS still names
 * and verifies the host, not the address.
 */
export function guardedConnect({ guard, resolve, timeoutMs, ca }: ConnectOptions): buildConnector.connector {
  return (options, callback) => {
    const target: Target = {
      protocol: options.protocol,
      hostname: plainHost(options.hostname),
      port: Number(options.port || (options.protocol === 'https:' ? 443 : 80)),
    };
    // An address as host name is never looked up, so it is checked here.
    if (isIP(target.hostname) !== 0) {
      try {
        guard.checkAddresses(target, [target.hostname]);
      } catch (error) {
        callback(error as Error, null); // the guard throws AppErrors only
        return;
      }
    }
    const connect = buildConnector({
      timeout: timeoutMs,
      lookup: checkedLookup(guard, resolve, target),
      // Each connection verifies for itself.
      maxCachedSessions: 0,
      // Node's 250 ms per address is less than a round trip round the world.
      autoSelectFamilyAttemptTimeout: 2_500,
      ...(ca === undefined ? {} : { ca: [...ca] }),
    });
    connect(options, callback);
  };
}

function checkedLookup(guard: AddressGuard, resolve: Resolve, target: Target): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname)
      .then((addresses) => {
        if (addresses.length === 0) throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
        guard.checkAddresses(
          target,
          addresses.map(({ address }) => address),
        );
        return addresses;
      })
      .then(
        (addresses) => {
          const [first] = addresses;
          if (options.all === true) callback(null, [...addresses]);
          else callback(null, first?.address ?? '', first?.family);
        },
        (error: unknown) => {
          callback((guard.refuseUnresolved(target) ?? error) as NodeJS.ErrnoException, ''); // resolvers and guard throw Errors
        },
      );
  };
}

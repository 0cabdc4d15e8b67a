import type { LookupAddress } from 'node:dns';
import { createTransport } from '../src/transport/create-transport';
import type { TransportOptions } from '../src/transport/create-transport';
import type { HaloCall } from '../src/transport/halo-call';
import type { HttpTransport } from '../src/transport/http-transport';
import { closeServers } from './local-server';

const made: HttpTransport[] = [];

/** A transport that may call 127.0.0.1 and halo.test, closed after the test. */
export function transport(options: Partial<TransportOptions> = {}): HttpTransport {
  const one = createTransport({ allowedPrivateHosts: ['127.0.0.1', 'halo.test'], ...options });
  made.push(one);
  return one;
}

export async function closeAll(): Promise<void> {
  await Promise.all(made.splice(0).map((one) => one.close()));
  await closeServers();
}

export const get = (url: string, more: Partial<HaloCall> = {}): HaloCall => ({
  kind: 'list',
  method: 'GET',
  url,
  headers: {},
  ...more,
});

/** A resolver that knows one answer. */
export const to =
  (...addresses: string[]) =>
  (): Promise<LookupAddress[]> =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

export const failsWith = (code: string, details: object = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

export const text = (body: Uint8Array): string => Buffer.from(body).toString();

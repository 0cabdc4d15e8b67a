import { Secret } from '@halosync/config';
import { testConnection } from '../src/connection/test-connection';
import type { TestConnectionOptions } from '../src/connection/test-connection';
import type { ConnectionTest } from '../src/connection/test-result';
import type { ConnectionValues } from '../src/token/connection-values';
import { answer } from './answer';
import { caught } from './caught';
import { fakeHalo } from './fake-halo';
import type { FakeHalo } from './fake-halo';
import type { Exchange } from '../src/transport/halo-call';

export const good: ConnectionValues = {
  authUrl: 'https://acme.halopsa.com/auth/',
  resourceUrl: 'https://acme.halopsa.com//api',
  tenant: 'acme',
  clientId: 'c9534241-dde9-4d04-9d45-32b1fbff22ed',
  clientSecret: new Secret('s3cret'),
};

/** Tests a connection to a Halo in memory, in little time. */
export const attempt = (
  halo: FakeHalo,
  values: Partial<ConnectionValues> = {},
  options: Partial<TestConnectionOptions> = {},
): Promise<ConnectionTest> =>
  testConnection({ ...good, ...values }, { send: fakeHalo(halo).send, withinMs: 700, ...options });

/** Field and code of each error of a refused one, as `field: code`. Its words have to be whole. */
export async function refusals(...of: Parameters<typeof attempt>): Promise<string[]> {
  const error = await caught(() => attempt(...of));
  if (error.errors.length === 0) throw error;
  for (const { message, hint } of error.errors) expect(`${message}${hint}`).not.toMatch(/undefined|null|s3cret/);
  expect(error.code).toBe(error.errors[0]?.code);
  return error.errors.map(({ field, code }) => `${field}: ${code}`);
}

export const listOf = (key: string, rows: readonly unknown[] = [{ id: 1 }]): Exchange =>
  answer(200, { record_count: rows.length, [key]: rows });

/** What never answers. */
export const never = (): Promise<never> => new Promise(() => {});

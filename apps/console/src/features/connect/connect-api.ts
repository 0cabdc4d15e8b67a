import { call } from '../../api/call';
import type { Connection, CreateConnection, TestResult } from '../../api/types';
import type { Values } from './values';

// The test itself ends within 10 s; behind it the connection is saved and its run started.
const TIMEOUT_MS = 60_000;

const bodyOf = (values: Values): CreateConnection => ({ integration: 'halo-psa', ...values });

/** @param pressId the same for presses that belong together. */
export const saveAndSync = (values: Values, pressId: string): Promise<Connection> =>
  call('POST', '/connections', {
    body: bodyOf(values),
    headers: { 'idempotency-key': pressId },
    timeoutMs: TIMEOUT_MS,
  });

export const testValues = (values: Values): Promise<TestResult> =>
  call('POST', '/connections/test', { body: bodyOf(values), timeoutMs: TIMEOUT_MS });

/** randomUUID exists on https alone. */
export function newPressId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

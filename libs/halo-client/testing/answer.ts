import type { Exchange } from '../src/transport/halo-call';

/** An answer as the transport would give it; objects become JSON, texts go out as they are. */
export function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? {} : { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers: { ...type, ...headers }, body: Buffer.from(text), ms: 1 };
}

export const page = '<!DOCTYPE html><html><head><script>var tenant = "x";</script></head><body>Sign in</body></html>';

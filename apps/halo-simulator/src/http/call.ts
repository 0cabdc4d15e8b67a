import type { IncomingMessage } from 'node:http';

const LONGEST_BODY_BYTES = 64 * 1024 * 1024;

/** A request, read once: names of parameters in lower case, since ASP.NET does not care about case. */
export interface Call {
  readonly method: string;
  /** As sent. */
  readonly path: string;
  /** Lower case, without a trailing slash. */
  readonly route: string;
  readonly query: ReadonlyMap<string, string>;
  readonly queryText: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: () => Promise<string>;
}

export function readCall(request: IncomingMessage): Call {
  const [path = '/', queryText = ''] = (request.url ?? '/').split('?', 2);
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(queryText)) query.set(name.toLowerCase(), value);
  let reading: Promise<string> | undefined;
  return {
    method: request.method ?? 'GET',
    path,
    route: (path.length > 1 ? path.replace(/\/$/, '') : path).toLowerCase(),
    query,
    queryText,
    headers: request.headers,
    body: () => (reading ??= readBody(request)),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY_BYTES) throw new Error('body too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function flag(query: ReadonlyMap<string, string>, name: string): boolean | undefined {
  const value = query.get(name)?.toLowerCase();
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  return undefined;
}

export function integer(query: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = query.get(name);
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}

import type { IncomingHttpHeaders } from 'node:http';

const SECRET_NAME = /auth|cookie|secret|token|password|api-?key|signature|credential/;
const MAX_HEADERS = 50;
const MAX_LENGTH = 500;

/** A delivery's headers as they may be kept and shown. */
export function redactHeaders(headers: IncomingHttpHeaders, alsoSecret: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  let count = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || ++count > MAX_HEADERS) continue;
    if (SECRET_NAME.test(name) || alsoSecret.includes(name)) kept[name] = '[redacted]';
    else kept[name.slice(0, MAX_LENGTH)] = (typeof value === 'string' ? value : value.join(', ')).slice(0, MAX_LENGTH);
  }
  return kept;
}

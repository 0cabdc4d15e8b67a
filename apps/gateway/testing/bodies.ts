import { randomUUID } from 'node:crypto';

/** An envelope as Halo sends it for a new ticket; valid unless told otherwise. */
export function anEnvelope(given: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: randomUUID(),
    webhook_id: '7c2e3d52-91a4-4c58-8c61-2b7d0f5f9a77',
    event: 'new ticket logged',
    object_id: 2208,
    timestamp: '2026-10-02T10:00:01.1234567Z',
    ticket: aTicket(),
    ...given,
  };
}

export function aTicket(given: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: 2208, summary: 'New starter', status_id: 1, last_update: '2026-10-02T10:00:01.12', ...given };
}

export const bytesOf = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

/** Bodies that are no envelope, by what is wrong with them; `reason` is what the door says. */
export const hostileBodies: readonly { readonly what: string; readonly body: Buffer; readonly reason: string }[] = [
  { what: 'nothing', body: Buffer.alloc(0), reason: 'empty' },
  { what: 'white space', body: bytesOf(' \n'), reason: 'empty' },
  { what: 'a web page', body: bytesOf('<html><body>502</body></html>'), reason: 'html' },
  { what: 'half of an object', body: bytesOf('{"event":"ticket changed","obj'), reason: 'not_json' },
  { what: 'a form', body: bytesOf('event=ticket+changed'), reason: 'not_json' },
  { what: 'UTF-16', body: Buffer.from('{"event":"x"}', 'utf16le'), reason: 'not_utf8' },
  { what: 'Latin-1', body: Buffer.from('{"event":"caf\u00e9"}', 'latin1'), reason: 'not_utf8' },
  { what: 'a number', body: bytesOf('42'), reason: 'not_an_envelope' },
  { what: 'a text', body: bytesOf('"ticket changed"'), reason: 'not_an_envelope' },
  { what: 'null', body: bytesOf('null'), reason: 'not_an_envelope' },
  { what: 'a list of numbers', body: bytesOf('[1,2,3]'), reason: 'not_an_envelope' },
  { what: 'depth 65', body: bytesOf(`${'['.repeat(65)}${']'.repeat(65)}`), reason: 'too_deep' },
  { what: 'depth 100,000', body: bytesOf('['.repeat(100_000)), reason: 'too_deep' },
  { what: 'a million keys', body: bytesOf(`{${'"k":1,'.repeat(1_000_000)}"k":1}`), reason: 'too_many_keys' },
];

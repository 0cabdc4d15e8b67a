import { randomBytes } from 'node:crypto';

/** Whole HTTP requests as bytes, ready to be sent; each `next()` carries an event id of its own, as Halo's do. */
export class WebhookRequests {
  readonly #requests: readonly { readonly bytes: Buffer; readonly idAt: number }[];
  #count = 0;

  /** @param tickets records as JSON texts; more of them than connections, since a request in flight keeps its bytes. */
  constructor(url: URL, tickets: readonly string[]) {
    const run = randomBytes(4).toString('hex');
    this.#requests = tickets.map((ticket) => {
      const id = `${run}-0000-4000-8000-000000000000`;
      const body = envelope(id, ticket);
      const head =
        `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUser-Agent: halosync-bench\r\n` +
        `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n`;
      const bytes = Buffer.from(head + body);
      return { bytes, idAt: bytes.indexOf(id) + id.length - 12 };
    });
  }

  /** Mean size of a body and its head, bytes. */
  get meanBytes(): number {
    return this.#requests.reduce((sum, { bytes }) => sum + bytes.length, 0) / this.#requests.length;
  }

  next(): Buffer {
    const request = this.#requests[this.#count % this.#requests.length];
    if (request === undefined) throw new Error('There is no ticket to send.');
    this.#count += 1;
    request.bytes.write(this.#count.toString(16).padStart(12, '0'), request.idAt, 'latin1');
    return request.bytes;
  }
}

/** As Halo wraps a record for a changed ticket. */
export function envelope(id: string, ticket: string): string {
  const { id: haloId } = JSON.parse(ticket) as { id: number }; // a record of the simulator's
  return (
    `{"id":"${id}","webhook_id":"7c2e3d52-91a4-4c58-8c61-2b7d0f5f9a77","event":"ticket changed","object_id":${String(haloId)},` +
    `"timestamp":"2026-10-02T10:00:01.1234567Z","ticket":${ticket}}`
  );
}

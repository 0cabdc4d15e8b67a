import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';

export interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What a customer points Halo's webhook at: keeps what comes and answers as told. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** Statuses for the next answers; then 200. */
  readonly answers: number[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      request.on('end', () => {
        receiver.received.push({ url: request.url ?? '', headers: request.headers, text });
        response.writeHead(receiver.answers.shift() ?? 200).end('{"id":"1"}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}/hook`;
  }

  get bodies(): readonly unknown[] {
    return this.received.map(({ text }) => JSON.parse(text) as unknown);
  }

  clear(): void {
    this.received.length = 0;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

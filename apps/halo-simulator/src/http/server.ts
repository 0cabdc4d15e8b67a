import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { json } from './answer';
import { readCall } from './call';
import type { Answer } from './answer';
import type { Call } from './call';

/** Answers a call of its own area, or leaves it to the next with undefined. A stream writes by itself and answers `'streamed'`. */
export type Area = (
  call: Call,
  response: ServerResponse,
  request: IncomingMessage,
) => Promise<Answer | 'sent' | undefined>;

export function serve(areas: readonly Area[]): Server {
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    void answer(areas, request, response);
  });
  server.headersTimeout = 70_000;
  return server;
}

async function answer(areas: readonly Area[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const call = readCall(request);
    for (const area of areas) {
      const found = await area(call, response, request);
      if (found === undefined) continue;
      if (found !== 'sent') reply(response, found);
      return;
    }
    reply(response, json({ error: 'not found' }, 404));
  } catch (error) {
    if (response.headersSent) response.destroy();
    else reply(response, json({ error: error instanceof Error ? error.message : 'unknown' }, 500));
  }
}

function reply(response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, {
    ...headers,
    ...(type === null ? {} : { 'content-type': type }),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

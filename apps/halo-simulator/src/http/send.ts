import { gzipBomb } from '../faults/faulty-answer';
import type { ServerResponse } from 'node:http';
import type { BookedFault } from '../faults/fault-book';
import type { Answer } from './answer';

/** Sends an answer, spoiled on its way where a fault says so. Resolves when nothing more will be sent. */
export async function send(response: ServerResponse, answer: Answer, fault: BookedFault | undefined): Promise<void> {
  const body = Buffer.from(answer.body, 'utf8');
  const headers: Record<string, string | number> = { ...answer.headers, 'content-length': body.length };
  if (answer.type !== null) headers['content-type'] = answer.type;
  switch (fault?.kind) {
    case 'slow':
      await pause(fault.delayMs ?? 2000);
      break;
    case 'trickle':
      await trickle(response, answer.status, headers, body, fault.delayMs ?? 1000);
      return;
    case 'cut':
      response.writeHead(answer.status, headers);
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      return;
    case 'wrong-length':
      // Shorter than the body: Node refuses to send that itself, so the bytes go past it.
      response.socket?.end(
        `HTTP/1.1 ${String(answer.status)} OK\r\ncontent-type: ${answer.type ?? 'application/json'}\r\ncontent-length: ${String(Math.max(1, body.length - 20))}\r\nconnection: close\r\n\r\n${answer.body}`,
      );
      return;
    case 'gzip-bomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipBomb());
      return;
    case 'reset-after':
      response.destroy();
      return;
    default:
  }
  response.writeHead(answer.status, headers);
  response.end(body);
}

async function trickle(
  response: ServerResponse,
  status: number,
  headers: Record<string, string | number>,
  body: Buffer,
  delayMs: number,
): Promise<void> {
  response.writeHead(status, headers);
  for (let at = 0; at < body.length && !response.destroyed; at += 1) {
    response.write(body.subarray(at, at + 1));
    await pause(delayMs);
  }
  response.end();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

import { connect, type Socket } from 'node:net';
import type { WebhookRequests } from './webhook-requests';

export interface LoadResult {
  /** Answered 2xx, in `seconds`. */
  readonly answered: number;
  /** Answered otherwise: then the figures mean nothing. */
  readonly refused: number;
  readonly seconds: number;
  readonly requestBytes: number;
}

/**
 * So many connections, each sending its next request when its last one is answered, until the time is over. Written on
 * bare sockets: a generator that costs more than what it measures would measure itself.
 */
export async function closedLoop(
  url: URL,
  requests: WebhookRequests,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<LoadResult> {
  const startedAt = performance.now();
  const deadline = startedAt + seconds * 1_000;
  const counts = { answered: 0, refused: 0 };
  const lanes = Array.from({ length: connections }, () =>
    lane(url, requests, (status) => {
      counts[status >= 200 && status < 300 ? 'answered' : 'refused'] += 1;
      return performance.now() < deadline;
    }),
  );
  await Promise.all(lanes);
  return { ...counts, seconds: (performance.now() - startedAt) / 1_000, requestBytes: Math.round(requests.meanBytes) };
}

/** One connection; `onAnswer` says whether to go on. */
function lane(url: URL, requests: WebhookRequests, onAnswer: (status: number) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    let waiting = '';
    socket.setEncoding('latin1');
    socket.once('connect', () => socket.write(requests.next()));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${url.host} closed a connection that was in use`)));
    socket.on('data', (text: string) => {
      waiting += text;
      const status = takeAnswer(waiting);
      if (status === null) return;
      waiting = '';
      if (onAnswer(status)) {
        socket.write(requests.next());
        return;
      }
      socket.removeAllListeners('close');
      socket.end(resolve);
    });
  });
}

/** The status of a complete answer, null while it is not. One request at a time is under way, so nothing can follow it. */
export function takeAnswer(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error('an answer without Content-Length');
  return text.length < headEnd + 4 + Number(length) ? null : Number(text.slice(9, 12));
}

import http from 'node:http';
import https from 'node:https';

export interface PostAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly ms: number;
}

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER_BYTES = 256 * 1024;
const AGENT_OPTIONS = { keepAlive: true, maxSockets: 64, keepAliveMsecs: 5000 };

/** Sends webhooks over kept connections; no redirects, ten seconds for the whole answer (our choice: Halo's is not documented). */
export class HttpPost {
  private readonly plain = new http.Agent(AGENT_OPTIONS);
  private readonly secure = new https.Agent(AGENT_OPTIONS);

  send(url: string, body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<PostAnswer> {
    const started = performance.now();
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (isSecure ? https : http).request(
        target,
        {
          method: 'POST',
          agent: isSecure ? this.secure : this.plain,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
        (response) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes <= LONGEST_ANSWER_BYTES) chunks.push(chunk);
          });
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: text,
              ms: performance.now() - started,
            });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.plain.destroy();
    this.secure.destroy();
  }
}

import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from '../security-headers';
import type { ConsoleFile } from './console-files';
import { consoleFiles } from './console-files';

/** Stands in the built page where the nonce of each response goes. */
const NONCE_MARK = '__CSP_NONCE__';
// Their own 404 is an answer for programs.
const NOT_THE_CONSOLE = /^\/(api|webhooks|health|metrics|assets)([/?]|$)/;

/**
 * The console: files whose names carry a hash are kept for ever, the page itself never, and each of its addresses opens it.
 * @param folder where it was built to; null leaves a page that says how to build it.
 */
export async function consoleRoutes(http: FastifyInstance, folder: string | null): Promise<void> {
  const files = folder === null ? new Map<string, ConsoleFile>() : await consoleFiles(folder);
  const page = files.get('/index.html')?.bytes.toString('utf8') ?? NOT_BUILT;
  for (const [path, file] of files) {
    if (path !== '/index.html') http.get(path, (request, reply) => sendFile(request, reply, path, file));
  }
  http.get('/', (_request, reply) => sendPage(reply, page));
  http.get('/*', (request, reply) => {
    const isForPeople = (request.headers.accept ?? '').includes('text/html');
    if (!isForPeople || NOT_THE_CONSOLE.test(request.url)) {
      reply.callNotFound();
      return reply;
    }
    return sendPage(reply, page);
  });
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(NONCE_MARK, nonce));
}

function sendFile(request: FastifyRequest, reply: FastifyReply, path: string, file: ConsoleFile): FastifyReply {
  const isHashed = path.startsWith('/assets/');
  void reply
    .header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('vary', 'accept-encoding')
    .type(file.type);
  if (file.gzipped === null || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? ''))
    return reply.send(file.bytes);
  return reply.header('content-encoding', 'gzip').send(file.gzipped);
}

const NOT_BUILT = `<!doctype html><html lang="en"><title>Halosync</title>
<p>The console is not built. Run <code>npm run build</code> and start the gateway again. The API: <a href="/api/docs">/api/docs</a>.</p></html>`;

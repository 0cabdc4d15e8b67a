import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { folderAbove } from './folder-above';

interface Page {
  readonly path: string;
  readonly type: string;
  readonly file: () => string;
}

const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const js = 'text/javascript; charset=utf-8';

/** Own files by name: no path of a request ever reaches the disk. */
const pages: readonly Page[] = [
  { path: '/favicon.ico', type: 'image/svg+xml', file: () => own('favicon.svg') },
  { path: '/api/docs', type: html, file: () => own('docs.html') },
  { path: '/api/docs/favicon.svg', type: 'image/svg+xml', file: () => own('favicon.svg') },
  { path: '/api/docs/start.js', type: js, file: () => own('docs.js') },
  { path: '/api/docs/swagger-ui.css', type: css, file: () => swaggerUi('swagger-ui.css') },
  { path: '/api/docs/swagger-ui-bundle.js', type: js, file: () => swaggerUi('swagger-ui-bundle.js') },
];

/** The page to try the API, read from disk when somebody first asks. */
export function docsRoutes(http: FastifyInstance): void {
  for (const { path, type, file } of pages) {
    let content: Promise<{ readonly bytes: Buffer; readonly etag: string }> | undefined;
    http.get(path, async (request, reply) => {
      const { bytes, etag } = await (content ??= load(file()));
      void reply.header('etag', etag).header('cache-control', 'no-cache').type(type);
      if (request.headers['if-none-match'] === etag) return reply.status(304).send();
      return reply.send(bytes);
    });
  }
}

async function load(path: string): Promise<{ bytes: Buffer; etag: string }> {
  const bytes = await readFile(path);
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

function own(name: string): string {
  return join(publicFolder(), name);
}

function publicFolder(): string {
  const folder = folderAbove('apps/gateway/public');
  if (folder === null) throw new Error('apps/gateway/public is missing beside this program.');
  return folder;
}

function swaggerUi(name: string): string {
  const require = createRequire(join(publicFolder(), 'docs.html'));
  return join(dirname(require.resolve('swagger-ui-dist/package.json')), name);
}

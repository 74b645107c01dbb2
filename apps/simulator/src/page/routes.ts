import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

/** Beside `src` and `dist`, so that both find it: the page isn't built. */
const FOLDER = new URL('../../public/', import.meta.url);

const FILES = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'page.js', type: 'text/javascript; charset=utf-8' },
  { path: '/drawing.js', file: 'drawing.js', type: 'text/javascript; charset=utf-8' },
  { path: '/icon.svg', file: 'icon.svg', type: 'image/svg+xml' },
];

/** The page at `/` on which a person holds the phones. */
export function pageRoutes(app: FastifyInstance): void {
  for (const { path, file, type } of FILES) {
    app.get(path, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .header('content-security-policy', "default-src 'self'; frame-ancestors 'none'; base-uri 'none'")
        .header('x-content-type-options', 'nosniff')
        .send(await readFile(new URL(file, FOLDER))),
    );
  }
}

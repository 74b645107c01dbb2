import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** One year, the longest that means anything to a cache. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/**
 * Serves the console's files, in the form in which they were compressed at build. Their names carry a hash of what
 * is in them, so a browser may keep them for ever; the icon alone keeps its name.
 */
export async function serveConsoleFiles(app: NestFastifyApplication, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'assets'))) return;
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    wildcard: false,
    index: false,
    preCompressed: true,
    decorateReply: false,
    serveDotFiles: false,
    globIgnore: ['**/*.{br,gz}', 'index.html'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? FOR_EVER : FOR_AN_HOUR);
    },
  });
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import type { FastifyReply } from 'fastify';
import { DOCS_SCRIPT, DOCS_STYLE, renderDocsPage } from './docs-page.ts';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

/** What the page loads: files of the package by name, and our own few lines. Nothing else is handed out. */
const FILES: Readonly<Record<string, { readonly type: string; read(): Promise<Buffer> | string }>> = {
  'swagger-ui-bundle.js': fileOf('swagger-ui-bundle.js', JAVASCRIPT),
  'swagger-ui.css': fileOf('swagger-ui.css', CSS),
  'favicon-32x32.png': fileOf('favicon-32x32.png', 'image/png'),
  'docs.js': { type: JAVASCRIPT, read: () => DOCS_SCRIPT },
  'docs.css': { type: CSS, read: () => DOCS_STYLE },
};

/** `GET /docs`: the reference for people, from our own origin only. */
@Controller('docs')
export class DocsController {
  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    const { html, headers } = renderDocsPage();
    await reply.headers(headers).send(html);
  }

  @Get(':file')
  async file(@Param('file') name: string, @Res() reply: FastifyReply): Promise<void> {
    const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (file === undefined)
      throw new HermodError('NOT_FOUND', 'the reference has no such file', { fix: 'open /docs' });
    await reply
      .header('content-type', file.type)
      .header('cache-control', 'public, max-age=3600')
      .send(await file.read());
  }
}

function fileOf(name: string, type: string): (typeof FILES)[string] {
  return { type, read: () => readFile(join(PACKAGE, name)) };
}

import { createHash } from 'node:crypto';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { meets, readPreconditions } from '@hermod/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readGeneratedDocument } from './generated-document.ts';

/** Editors may keep it for an hour, and then ask whether it is still the same. */
const CACHE_CONTROL = 'public, max-age=3600';

/** The journey language for editors. */
@Controller('schemas')
export class SchemasController {
  @Get('journey.json')
  async journey(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const text = await readGeneratedDocument('journey.schema.json');
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
    // Weak: the same schema, whether or not it is compressed on the way (RFC 9110, 8.8.3).
    void reply.header('etag', `W/${tag}`).header('cache-control', CACHE_CONTROL);
    if (!meets(readPreconditions(request.headers), [tag]).ifNoneMatch) await reply.code(304).send();
    else await reply.header('content-type', 'application/schema+json; charset=utf-8').send(text);
  }
}

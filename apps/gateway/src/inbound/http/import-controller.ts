import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { RECIPIENT_IMPORT, Scopes } from '@hermod/http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../../outbound/services.ts';
import { callerOf } from './caller.ts';
import { bodyTooLarge, gzipError, isGzip } from './inflate-bodies.ts';
import { send } from './proxy-controller.ts';
import { requestHeaders } from './proxy-headers.ts';
import { PublicUrl } from './public-url.ts';

/** Passes an import on to consent as it comes in, no faster than consent takes it; nothing of it is kept here. */
@Controller(RECIPIENT_IMPORT.path)
export class ImportController {
  readonly #services: Services;
  readonly #publicUrl: PublicUrl;
  constructor(@Inject(Services) services: Services, @Inject(PublicUrl) publicUrl: PublicUrl) {
    this.#services = services;
    this.#publicUrl = publicUrl;
  }

  @Post()
  @HttpCode(200)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: RECIPIENT_IMPORT.deadlineMs })
  async forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    const body = bodyOf(request, reply);
    const headers = requestHeaders(request.headers, this.#publicUrl.of(request.url));
    delete headers['content-encoding'];
    const { deadlineMs } = RECIPIENT_IMPORT;
    const asked = { method: 'POST', path: request.url, headers, body, caller: callerOf(request), deadlineMs };
    try {
      await send(reply, await this.#services.ask('consent', { ...asked, signal: gone.signal }));
    } catch (error) {
      // Nobody is there to be told.
      if (!gone.signal.aborted) throw error;
    }
  }
}

/** What was sent under another media type is no stream; consent refuses it. */
function bodyOf(request: FastifyRequest, reply: FastifyReply): Readable | Buffer | undefined {
  const { body } = request;
  if (!(body instanceof Readable)) return Buffer.isBuffer(body) ? body : undefined;
  const { maxBytes } = RECIPIENT_IMPORT;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  return Readable.from(measured(body, isGzip(request, reply)), { objectMode: false });
}

/**
 * The bytes of an import, inflated, as many as may be. The request itself stays open when consent wants no more of
 * it, and the rest is thrown away: its sender still gets the answer, and the connection is good for another request.
 * @throws HermodError BODY_TOO_LARGE, BODY_NOT_GZIP; what the request throws when its sender goes away.
 */
async function* measured(source: Readable, isGzipped: boolean): AsyncGenerator<Buffer> {
  const stream = isGzipped ? gunzipped(source) : source;
  let bytes = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: isGzipped }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > RECIPIENT_IMPORT.maxBytes) throw bodyTooLarge(RECIPIENT_IMPORT.maxBytes);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof HermodError || source.errored !== null || !isGzipped) throw error;
    throw gzipError(error, RECIPIENT_IMPORT.maxBytes);
  } finally {
    source.unpipe().resume();
  }
}

/** Not a `pipeline`: that would take the request down together with what reads it. */
function gunzipped(source: Readable): Readable {
  const inflating = createGunzip();
  source.once('error', (error) => inflating.destroy(error));
  return source.pipe(inflating);
}

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HermodError } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BackService } from '../../config.ts';
import { Services } from '../../outbound/services.ts';
import { callerOf } from './caller.ts';
import { bodyTooLarge, gzipError, isGzip } from './inflate-bodies.ts';
import { send } from './proxy-controller.ts';
import { requestHeaders } from './proxy-headers.ts';
import { PublicUrl } from './public-url.ts';

/** How much of an upload is passed on. */
export interface UploadLimits {
  /** Inflated. */
  readonly maxBytes: number;
  readonly deadlineMs: number;
}

/** Passes uploads on to a service as they come in, no faster than it takes them; nothing of them is kept here. */
@Injectable()
export class StreamedUploads {
  readonly #services: Services;
  readonly #publicUrl: PublicUrl;
  constructor(@Inject(Services) services: Services, @Inject(PublicUrl) publicUrl: PublicUrl) {
    this.#services = services;
    this.#publicUrl = publicUrl;
  }

  /** Passes a request on and answers as the service does; who goes away takes the upload along. */
  async forward(
    service: BackService,
    request: FastifyRequest,
    reply: FastifyReply,
    { maxBytes, deadlineMs }: UploadLimits,
  ): Promise<void> {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    const body = bodyOf(request, reply, maxBytes);
    const headers = requestHeaders(request.headers, this.#publicUrl.of(request.url));
    delete headers['content-encoding'];
    const asked = { method: 'POST', path: request.url, headers, body, caller: callerOf(request), deadlineMs };
    try {
      await send(reply, await this.#services.ask(service, { ...asked, signal: gone.signal }));
    } catch (error) {
      // Nobody is there to be told.
      if (!gone.signal.aborted) throw error;
    }
  }
}

/** What was sent under a media type that is not streamed is passed on whole; the service says whether it takes it. */
function bodyOf(
  request: FastifyRequest,
  reply: FastifyReply,
  maxBytes: number,
): Readable | Buffer | undefined {
  const { body } = request;
  if (!(body instanceof Readable)) return Buffer.isBuffer(body) ? body : undefined;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  return Readable.from(measured(body, isGzip(request, reply), maxBytes), { objectMode: false });
}

/**
 * The bytes of an upload, inflated, as many as may be. The request itself stays open when the service wants no more of
 * it, and the rest is thrown away: its sender still gets the answer, and the connection is good for another request.
 * @throws HermodError BODY_TOO_LARGE, BODY_NOT_GZIP; what the request throws when its sender goes away.
 */
async function* measured(source: Readable, isGzipped: boolean, maxBytes: number): AsyncGenerator<Buffer> {
  const stream = isGzipped ? gunzipped(source) : source;
  let bytes = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: isGzipped }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw bodyTooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof HermodError || source.errored !== null || !isGzipped) throw error;
    throw gzipError(error, maxBytes);
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

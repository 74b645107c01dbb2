/** Request bodies under `content-encoding: gzip`. Source: RFC 9110, 8.4 and 15.5.16; RFC 1952. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HermodError } from '@hermod/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needsKey } from './door.ts';

const inflate = promisify(gunzip);

/**
 * Inflates the bodies of the API's requests, so that nobody behind it has to. Other doors' bodies stay as they came:
 * their signatures cover those bytes.
 * @param limitBytes of an inflated body; what would be larger is not inflated any further.
 */
export function inflateBodies(app: NestFastifyApplication, limitBytes: number): void {
  app
    .getHttpAdapter()
    .getInstance()
    // With a callback: nearly no request is encoded, and none of the others should wait for a promise.
    .addHook('preValidation', (request, reply, done) => {
      if (request.headers['content-encoding'] === undefined || !needsKey(request)) return done();
      inflateBody(request, reply, limitBytes).then(() => done(), done);
    });
}

async function inflateBody(request: FastifyRequest, reply: FastifyReply, limitBytes: number): Promise<void> {
  if (!isGzip(request, reply) || !Buffer.isBuffer(request.body)) return;
  request.body = await inflated(request.body, limitBytes);
  delete request.headers['content-encoding'];
}

/**
 * True when the request's body is gzip.
 * @throws HermodError UNSUPPORTED_CONTENT_ENCODING for any other encoding.
 */
export function isGzip(request: FastifyRequest, reply: FastifyReply): boolean {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  void reply.header('accept-encoding', 'gzip, identity');
  throw new HermodError('UNSUPPORTED_CONTENT_ENCODING', 'a body in this encoding can not be read here', {
    field: 'content-encoding',
    fix: 'send it in gzip, or as it is',
  });
}

async function inflated(body: Buffer, limitBytes: number): Promise<Buffer> {
  try {
    return await inflate(body, { maxOutputLength: limitBytes });
  } catch (cause) {
    throw gzipError(cause, limitBytes);
  }
}

/** What an error of zlib means to the sender. */
export function gzipError(cause: unknown, limitBytes: number): HermodError {
  const isTooLarge = cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
  if (isTooLarge) return bodyTooLarge(limitBytes);
  return new HermodError('BODY_NOT_GZIP', 'the body is not the gzip that its content-encoding says', {
    field: 'body',
    fix: 'compress it as a whole, or leave content-encoding out',
  });
}

/** For a body that has grown too large while it was inflated or passed on. */
export function bodyTooLarge(limitBytes: number): HermodError {
  return new HermodError('BODY_TOO_LARGE', `the body has more than ${limitBytes} bytes when inflated`, {
    field: 'body',
    fix: 'send less in one request',
  });
}

import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Smaller answers gain nothing. */
const THRESHOLD_BYTES = 1024;
/** Half the size at a tenth of the time that the best quality takes. */
const BROTLI_QUALITY = 4;

/** Compresses answers over 1 kB with what the client takes best: br, else gzip. */
export async function compressAnswers(app: NestFastifyApplication): Promise<void> {
  // A strong ETag names exact bytes (RFC 9110, 8.8.1); what comes with one is sent as it is, so If-Match fits.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      if (request.url.startsWith('/v1/') && reply.hasHeader('etag'))
        delete request.headers['accept-encoding'];
      done(null, payload);
    });
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: THRESHOLD_BYTES,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    // Requests: see inflate-bodies.ts, which counts what it inflates.
    globalDecompression: false,
  });
}

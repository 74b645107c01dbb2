import { RECIPIENT_IMPORT } from '@hermod/http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Leaves newline-delimited JSON the stream that it is; every other body is read whole before its route is called. */
export function streamImports(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser([...RECIPIENT_IMPORT.mediaTypes], (_request, stream, done) => done(null, stream));
}

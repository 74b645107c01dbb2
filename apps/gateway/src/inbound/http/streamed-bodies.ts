import { LAUNCH_LIST, RECIPIENT_IMPORT } from '@hermod/http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const TYPES = new Set<string>([
  ...RECIPIENT_IMPORT.mediaTypes,
  ...LAUNCH_LIST.ndjsonTypes,
  ...LAUNCH_LIST.csvTypes,
]);

/** Leaves newline-delimited JSON and CSV the streams that they are; every other body is read whole before its route is called. */
export function streamUploads(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser([...TYPES], (_request, stream, done) => done(null, stream));
}

import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const DAY_S = 86_400;

/**
 * Lets pages of these origins, and of no others, call the API with a key of their own; cookies are never taken.
 * Without any origin no answer says anything about other origins, so browsers refuse them all.
 * Source: Fetch standard, CORS protocol.
 */
export async function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: [
      'etag',
      'hermod-published-version',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'traceresponse',
    ],
    credentials: false,
    maxAge: DAY_S,
  });
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Nothing is loaded, framed or posted to from a page of ours, and no answer is kept by a cache. */
const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Sets the security headers on every answer that hasn't set them itself. Cross-origin requests stay refused. */
export function addSecurityHeaders(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (_request, reply, payload, done) => {
      for (const [name, value] of Object.entries(HEADERS)) {
        if (!reply.hasHeader(name)) void reply.header(name, value);
      }
      done(null, payload);
    });
}

import { createHttpApp, type HttpAppOptions } from '@hermod/http';
import type { Logger } from '@hermod/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from './config.ts';
import { GatewayModule } from './gateway.module.ts';
import { compressAnswers } from './inbound/http/compression.ts';
import { serveConsoleFiles } from './inbound/http/console-files.ts';
import { CONSOLE_FOLDER } from './inbound/http/console-page.ts';
import { allowOrigins } from './inbound/http/cross-origin.ts';
import { standAtTheDoor } from './inbound/http/door.ts';
import { inflateBodies } from './inbound/http/inflate-bodies.ts';
import { addSecurityHeaders } from './inbound/http/security-headers.ts';
import { streamUploads } from './inbound/http/streamed-bodies.ts';

/** Of a request, as it comes and inflated. Uploads are streams with limits of their own. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** The gateway, not yet listening. Bodies stay the bytes that came: signatures and other services read them. */
export async function createGateway(
  config: GatewayConfig,
  logger: Logger,
  options: Pick<HttpAppOptions, 'afterStop'> = {},
): Promise<NestFastifyApplication> {
  const app = await createHttpApp(GatewayModule.of(config, logger), {
    ...options,
    service: 'gateway',
    logger,
    // The one door that everybody may knock at; see ApiKeyGuard.
    principalSecret: undefined,
    parseBodies: false,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    health: false,
  });
  addSecurityHeaders(app);
  // Before the door, because browsers ask without a key whether they may ask with one.
  await allowOrigins(app, config.corsOrigins);
  standAtTheDoor(app);
  streamUploads(app);
  inflateBodies(app, BODY_LIMIT_BYTES);
  await compressAnswers(app);
  await serveConsoleFiles(app, CONSOLE_FOLDER);
  return app;
}

import { createHttpApp, type HttpAppOptions } from '@hermod/http';
import type { Logger } from '@hermod/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from './config.ts';
import { GatewayModule } from './gateway.module.ts';
import { serveConsoleFiles } from './inbound/http/console-files.ts';
import { CONSOLE_FOLDER } from './inbound/http/console-page.ts';
import { standAtTheDoor } from './inbound/http/door.ts';
import { addSecurityHeaders } from './inbound/http/security-headers.ts';

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
    health: false,
  });
  addSecurityHeaders(app);
  standAtTheDoor(app);
  await serveConsoleFiles(app, CONSOLE_FOLDER);
  return app;
}

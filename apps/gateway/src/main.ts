/** The gateway as a process of its own. Its environment: config.ts. SIGTERM and SIGINT end it in order. */
import 'reflect-metadata';
import { listen } from '@hermod/http';
import { createLogger, startTelemetry, withoutAddresses } from '@hermod/telemetry';
import { readConfig } from './config.ts';
import { createGateway } from './create-gateway.ts';
import { scrubbingKeys, withoutKeys } from './outbound/without-keys.ts';

try {
  const telemetry = startTelemetry('gateway');
  const config = readConfig(process.env);
  const logger = createLogger('gateway', scrubbingKeys(process.stdout));
  const app = await createGateway(config, logger, { afterStop: () => telemetry.shutdown() });
  const port = await listen(app, config.port);
  logger.info({ port }, 'the gateway listens');
} catch (error) {
  process.stderr.write(
    `${withoutKeys(withoutAddresses(error instanceof Error ? error.message : String(error)))}\n`,
  );
  process.exit(1);
}

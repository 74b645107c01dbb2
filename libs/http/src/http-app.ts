import {
  Module,
  StandardSchemaValidationPipe,
  type DynamicModule,
  type OnApplicationShutdown,
  type Type,
} from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { histogram, type Logger } from '@hermod/telemetry';
import { answerBrokenRequest, keepRefusedConnections } from './broken-requests.ts';
import { HealthController, HealthModule, MetricsController } from './health.ts';
import { invalidRequest } from './invalid-request.ts';
import { NestLog } from './nest-log.ts';
import { PrincipalGuard } from './principal-guard.ts';
import { ProblemFilter } from './problem-filter.ts';
import { closeQuietConnections } from './quiet-connections.ts';
import { keepDeadlines, LONGEST_DEADLINE_MS } from './request-deadlines.ts';

export interface HttpAppOptions {
  readonly service: string;
  readonly logger: Logger;
  /** Checks `x-hermod-principal` on every request. Undefined only where everybody may knock: gateway, simulator. */
  readonly principalSecret: string | undefined;
  /** Default 1 MiB. */
  readonly bodyLimitBytes?: number;
  /** Keeps the untouched bytes in `request.rawBody` beside the parsed body, for signatures. */
  readonly rawBody?: boolean;
  /** False: nothing is parsed, every body is a `Buffer`. Default true: JSON and forms. */
  readonly parseBodies?: boolean;
  /** From a request's headers to its answer, in milliseconds; headers get as long to arrive. Default 15 s. */
  readonly deadlineMs?: number;
  /** False: the module has its own `/health/*` and `/metrics`. Default true. */
  readonly health?: boolean;
  /** Runs last when the application stops: closes what other parts may need until then, flushes telemetry. */
  readonly afterStop?: () => Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
/** Four times what Node lets through at the gateway, in bytes. */
const MAX_HEADERS_BEHIND_THE_GATEWAY = 64 * 1024;
const DEFAULT_DEADLINE_MS = 15_000;
const DURATION_BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * A Nest application on Fastify with what every service has: problem details, schema validation
 * (`@Body({ schema })`), principals, health, metrics, a deadline for each request, and an orderly stop on
 * SIGTERM and SIGINT. It isn't listening yet.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  options: HttpAppOptions,
): Promise<NestFastifyApplication> {
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimitBytes ?? MEBIBYTE,
    // Streams may take this long to arrive; every other body is given `deadlineMs` (see keepDeadlines).
    requestTimeout: LONGEST_DEADLINE_MS,
    http: {
      headersTimeout: deadlineMs,
      connectionsCheckingInterval: Math.min(1_000, deadlineMs),
      // The gateway adds to the headers that it passes on, the address once more among them.
      ...(options.principalSecret === undefined ? {} : { maxHeaderSize: MAX_HEADERS_BEHIND_THE_GATEWAY }),
    },
    clientErrorHandler: answerBrokenRequest,
    // Of any length: what is too long is refused by its schema, in words. The router's own refusal is no problem detail.
    routerOptions: { maxParamLength: MAX_HEADERS_BEHIND_THE_GATEWAY },
    logger: false,
  });
  const parseBodies = options.parseBodies ?? true;
  const app = await NestFactory.create<NestFastifyApplication>(rootOf(module, options), adapter, {
    logger: new NestLog(options.logger),
    abortOnError: false,
    rawBody: options.rawBody ?? false,
    bodyParser: parseBodies,
  });
  if (!parseBodies) takeBodiesAsTheyAre(app);
  keepDeadlines(app.getHttpAdapter().getInstance(), deadlineMs);
  closeQuietConnections(app.getHttpAdapter().getInstance());
  keepRefusedConnections(app.getHttpAdapter().getInstance());
  measureRequests(app);
  app.useGlobalFilters(new ProblemFilter(options.logger));
  app.useGlobalPipes(
    new StandardSchemaValidationPipe({ exceptionFactory: (issues) => invalidRequest(issues) }),
  );
  if (options.principalSecret !== undefined) {
    app.useGlobalGuards(new PrincipalGuard(new Reflector(), options.principalSecret));
  }
  // The exit code tells the supervisor that this was an orderly stop.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  return app;
}

/**
 * Listens on the loopback interface; with port 0 on a free port. `HERMOD_HOST` names another interface, for a
 * container: there its own network keeps strangers out, and loopback is reached by nobody.
 * @returns the port.
 */
export async function listen(app: NestFastifyApplication, port: number): Promise<number> {
  await app.listen(port, process.env['HERMOD_HOST'] ?? '127.0.0.1');
  const address: unknown = app.getHttpServer().address();
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : port;
}

/** Where the service's module and health meet. */
function rootOf(module: Type | DynamicModule, options: HttpAppOptions): DynamicModule {
  @Module({})
  class HttpRoot implements OnApplicationShutdown {
    async onApplicationShutdown(): Promise<void> {
      await options.afterStop?.();
    }
  }
  const controllers = (options.health ?? true) ? [HealthController, MetricsController] : [];
  return { module: HttpRoot, imports: [HealthModule, module], controllers };
}

function takeBodiesAsTheyAre(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function measureRequests(app: NestFastifyApplication): void {
  const duration = histogram(
    'http_server_request_duration_seconds',
    'From the first byte of a request to the last of its answer, in seconds',
    DURATION_BOUNDS_S,
  );
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const labels = {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: `${reply.statusCode}`,
      };
      duration.observe(reply.elapsedTime / 1000, labels);
      done();
    });
}

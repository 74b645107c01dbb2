import 'reflect-metadata';
import type { FlowEntry } from '@hermod/contracts';
import { createHttpApp, HealthChecks, listen } from '@hermod/http';
import {
  DeadLetters,
  ErasedRecipients,
  KafkaBatchServer,
  Messaging,
  MESSAGING_MIGRATIONS,
  type WatchedUpstream,
} from '@hermod/messaging';
import { dataSourceOptions, openStore, type Store } from '@hermod/postgres';
import { createLogger, type Logger, startTelemetry } from '@hermod/telemetry';
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { DeadLettersController } from './dead-letters-controller.ts';
import { ErasuresController } from './erasures-controller.ts';
import { CONFIG, ENV, LOG } from './tokens.ts';
import { readServiceConfig, type ServiceConfig } from './service-config.ts';

export interface ServiceDefinition {
  readonly service: Store;
  /** The service's own module; it may inject `DataSource`, `Messaging`, `CONFIG` and `LOG`. */
  readonly module: Type;
  readonly entities: Type[];
  /** The service's own migrations; the messaging core's come first. */
  readonly migrations: readonly Type[];
  /** Facts that its timers or attempts have to be caught up with. */
  readonly watch: readonly FlowEntry[];
  /** Facts that another service has to have handled before, because what it makes of them is watched here. */
  readonly watchUpstream?: WatchedUpstream;
  /** Longest pause between two batches of the plain lane, where it is not the usual one; in milliseconds. */
  readonly maxPlainLingerMs?: number;
}

export interface RunningService {
  readonly url: string;
  /** Drains, commits, leaves the groups, closes. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Starts a service: migrates its schema, joins its consumer groups on its lanes, opens its HTTP API on loopback.
 * @throws HermodError CONFIG_INVALID when the environment isn't complete.
 */
export async function startService(
  definition: ServiceDefinition,
  env: Environment = process.env,
): Promise<RunningService> {
  const { service } = definition;
  const config = readServiceConfig(env);
  const log = createLogger(service);
  const telemetry = startTelemetry(service);
  const migrations = [...MESSAGING_MIGRATIONS, ...definition.migrations];
  const store = { url: config.databaseUrl, store: service, entities: definition.entities, migrations };
  const dataSource = await openStore(store);
  const messaging = openMessaging(definition, config, dataSource, log);
  const root = rootModule(definition.module, dataSourceOptions(store), {
    env,
    config,
    log,
    dataSource,
    messaging,
    deadLetters: new DeadLetters(service, dataSource, messaging.units),
  });
  const app = await createHttpApp(root, {
    service,
    logger: log,
    principalSecret: config.principalSecret,
    rawBody: true,
    afterStop: () => telemetry.shutdown(),
  });
  const health = app.get(HealthChecks);
  health.add({ name: 'kafka', check: () => messaging.checkReady() });
  health.add({ name: 'database', check: async () => void (await dataSource.query('SELECT 1')) });
  app.connectMicroservice({ strategy: new KafkaBatchServer(messaging) });
  await app.startAllMicroservices();
  const port = await listen(app, config.port);
  log.info({ port, lanes: config.lanes }, 'ready');
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
}

function openMessaging(
  { service, watch, watchUpstream, maxPlainLingerMs }: ServiceDefinition,
  { brokers, kafkaPrefix: prefix, partitions, lanes }: ServiceConfig,
  dataSource: DataSource,
  log: Logger,
): Messaging {
  const onFatal = (error: Error): void => {
    log.fatal({ err: error }, 'the Kafka consumer can not go on; ending the process');
    process.exit(1);
  };
  return new Messaging({
    service,
    dataSource,
    brokers,
    prefix,
    partitions,
    lanes,
    watch,
    watchUpstream,
    maxPlainLingerMs,
    log,
    onFatal,
  });
}

interface Shared {
  readonly env: Environment;
  readonly config: ServiceConfig;
  readonly log: Logger;
  readonly dataSource: DataSource;
  readonly messaging: Messaging;
  readonly deadLetters: DeadLetters;
}

class ServiceRoot {}
class SharedParts {}

function rootModule(module: Type, options: DataSourceOptions, shared: Shared): DynamicModule {
  const providers: Provider[] = [
    { provide: CONFIG, useValue: shared.config },
    { provide: ENV, useValue: shared.env },
    { provide: LOG, useValue: shared.log },
    { provide: Messaging, useValue: shared.messaging },
    { provide: DeadLetters, useValue: shared.deadLetters },
    { provide: ErasedRecipients, useValue: new ErasedRecipients(shared.dataSource) },
  ];
  const parts: DynamicModule = { module: SharedParts, global: true, providers, exports: providers };
  const typeorm = TypeOrmModule.forRootAsync({
    useFactory: () => options,
    dataSourceFactory: () => Promise.resolve(shared.dataSource),
  });
  return {
    module: ServiceRoot,
    imports: [parts, typeorm, module],
    controllers: [DeadLettersController, ErasuresController],
  };
}

import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { HealthChecks } from '@hermod/http';
import { KafkaPositions, KafkaSink } from '@hermod/messaging';
import type { Logger } from '@hermod/telemetry';
import { AcceptEvents } from './application/accept-events.ts';
import type { GatewayConfig } from './config.ts';
import { DoorModule } from './door.module.ts';
import { ConsoleController } from './inbound/http/console-controller.ts';
import { CONSOLE_FOLDER, ConsolePage } from './inbound/http/console-page.ts';
import { DeadLettersController } from './inbound/http/dead-letters-controller.ts';
import { DocsController } from './inbound/http/docs-controller.ts';
import { EventsController } from './inbound/http/events-controller.ts';
import { HealthController } from './inbound/http/health-controller.ts';
import { ImportController } from './inbound/http/import-controller.ts';
import { LaunchesController } from './inbound/http/launches-controller.ts';
import { LinksController } from './inbound/http/links-controller.ts';
import { MessagesController } from './inbound/http/messages-controller.ts';
import { OpenApiController } from './inbound/http/openapi-controller.ts';
import { PreferencesController } from './inbound/http/preferences-controller.ts';
import { ProxyController } from './inbound/http/proxy-controller.ts';
import { PublicPages } from './inbound/http/public-pages.ts';
import { PublicUrl } from './inbound/http/public-url.ts';
import { RateLimits } from './inbound/http/rate-limits.ts';
import { RightsController } from './inbound/http/rights-controller.ts';
import { ReportsController } from './inbound/http/reports-controller.ts';
import { SimulatorController } from './inbound/http/simulator-controller.ts';
import { SchemasController } from './inbound/http/schemas-controller.ts';
import { StreamedUploads } from './inbound/http/streamed-uploads.ts';
import { SYSTEM_VIEW, SystemController } from './inbound/http/system-controller.ts';
import { systemView } from './inbound/http/system-view.ts';
import { DeadLetterServices } from './outbound/dead-letter-services.ts';
import { EventPublisher } from './outbound/event-publisher.ts';
import { KafkaCheck } from './outbound/kafka-check.ts';
import { ReportForwarder } from './outbound/report-forwarder.ts';
import { RightsServices } from './outbound/rights-services.ts';
import { Services } from './outbound/services.ts';
import { Simulator } from './outbound/simulator.ts';

/** What asks the services for something of its own. */
const OVER_SERVICES: Provider[] = [ReportForwarder, DeadLetterServices, RightsServices].map((asking) => ({
  provide: asking,
  useFactory: (services: Services) => new asking(services),
  inject: [Services],
}));

/** The proxy's catch-all comes last. */
const CONTROLLERS = [
  ConsoleController,
  HealthController,
  EventsController,
  ImportController,
  LaunchesController,
  MessagesController,
  DeadLettersController,
  RightsController,
  ReportsController,
  PreferencesController,
  LinksController,
  SystemController,
  OpenApiController,
  DocsController,
  SchemasController,
  SimulatorController,
  ProxyController,
];

/** Where everything of the gateway meets. */
@Module({})
export class GatewayModule implements OnModuleInit, OnApplicationShutdown {
  readonly #publisher: EventPublisher;
  readonly #services: Services;
  readonly #kafkaCheck: KafkaCheck;
  readonly #health: HealthChecks;

  constructor(
    @Inject(EventPublisher) publisher: EventPublisher,
    @Inject(Services) services: Services,
    @Inject(KafkaCheck) kafkaCheck: KafkaCheck,
    @Inject(HealthChecks) health: HealthChecks,
  ) {
    this.#publisher = publisher;
    this.#services = services;
    this.#kafkaCheck = kafkaCheck;
    this.#health = health;
  }

  static of(config: GatewayConfig, log: Logger): DynamicModule {
    const kafka = (part: string) => ({
      brokers: config.brokers,
      clientId: `hermod-gateway-${part}`,
      prefix: config.kafkaPrefix,
      log,
    });
    const sinks = () => ({ plain: new KafkaSink(kafka('plain')), urgent: new KafkaSink(kafka('urgent')) });
    return {
      module: GatewayModule,
      imports: [DoorModule.of(config, log)],
      controllers: CONTROLLERS,
      providers: [
        { provide: EventPublisher, useFactory: () => new EventPublisher(sinks()) },
        {
          provide: AcceptEvents,
          useFactory: (publisher: EventPublisher) => new AcceptEvents(publisher),
          inject: [EventPublisher],
        },
        { provide: Services, useFactory: () => new Services(config.services, config.principalSecret) },
        ...OVER_SERVICES,
        { provide: KafkaCheck, useFactory: () => new KafkaCheck(new KafkaPositions(kafka('check'))) },
        { provide: ConsolePage, useFactory: () => new ConsolePage(CONSOLE_FOLDER) },
        { provide: Simulator, useFactory: () => new Simulator(config.simulatorUrl) },
        { provide: SYSTEM_VIEW, useFactory: () => systemView(config) },
        { provide: PublicUrl, useFactory: () => new PublicUrl(config.publicUrl) },
        {
          provide: PublicPages,
          useFactory: (services: Services, url: PublicUrl, limits: RateLimits) =>
            new PublicPages(services, url, limits),
          inject: [Services, PublicUrl, RateLimits],
        },
        StreamedUploads,
      ],
    };
  }

  onModuleInit(): void {
    this.#health.add(this.#kafkaCheck);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.#publisher.close(), this.#services.close(), this.#kafkaCheck.close()]);
  }
}

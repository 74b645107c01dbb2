import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { HealthChecks } from '@hermod/http';
import type { Logger } from '@hermod/telemetry';
import { CreateKey } from './application/create-key.ts';
import { KeyRing } from './application/key-ring.ts';
import { RevokeKey } from './application/revoke-key.ts';
import { RotateKey } from './application/rotate-key.ts';
import type { GatewayConfig } from './config.ts';
import { ApiKeyGuard } from './inbound/http/api-key-guard.ts';
import { Door } from './inbound/http/door.ts';
import { KeysController } from './inbound/http/keys-controller.ts';
import { RateLimits } from './inbound/http/rate-limits.ts';
import { ApiKeys } from './storage/api-keys.ts';
import { KeyDatabase } from './storage/key-database.ts';

/** What makes and changes a key, and then has the ring look at once. */
const CHANGES: Provider[] = [CreateKey, RotateKey, RevokeKey].map((change) => ({
  provide: change,
  useFactory: (keys: ApiKeys, ring: KeyRing) => new change(keys, ring),
  inject: [ApiKeys, KeyRing],
}));

/** Everything about who may come in: the keys from their database to their routes, the door, the guard behind it. */
@Module({})
export class DoorModule implements OnModuleInit, OnApplicationShutdown {
  readonly #health: HealthChecks;
  readonly #ring: KeyRing;
  readonly #database: KeyDatabase;

  constructor(
    @Inject(HealthChecks) health: HealthChecks,
    @Inject(KeyRing) ring: KeyRing,
    @Inject(KeyDatabase) database: KeyDatabase,
  ) {
    this.#health = health;
    this.#ring = ring;
    this.#database = database;
  }

  static of(config: Pick<GatewayConfig, 'apiKey' | 'databaseUrl'>, log: Logger): DynamicModule {
    const guard = (reflector: Reflector): ApiKeyGuard => new ApiKeyGuard(reflector);
    const door = (ring: KeyRing, limits: RateLimits): Door => new Door(config.apiKey, ring, limits);
    const keys = (database: KeyDatabase): ApiKeys => new ApiKeys(database);
    return {
      module: DoorModule,
      controllers: [KeysController],
      exports: [RateLimits],
      providers: [
        { provide: KeyDatabase, useFactory: () => new KeyDatabase(config.databaseUrl) },
        { provide: ApiKeys, useFactory: keys, inject: [KeyDatabase] },
        { provide: KeyRing, useFactory: (of: ApiKeys) => new KeyRing(of, log), inject: [ApiKeys] },
        ...CHANGES,
        { provide: RateLimits, useFactory: () => new RateLimits() },
        { provide: Door, useFactory: door, inject: [KeyRing, RateLimits] },
        { provide: APP_GUARD, useFactory: guard, inject: [Reflector] },
      ],
    };
  }

  /** The door opens when the keys were looked for once, found or not. */
  async onModuleInit(): Promise<void> {
    this.#health.add({ name: 'keys', check: () => this.#ring.checkReady() });
    await this.#ring.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#ring.close();
    await this.#database.close();
  }
}

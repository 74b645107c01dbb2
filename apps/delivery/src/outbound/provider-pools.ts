import { Inject, Injectable } from '@nestjs/common';
import { type Lane, LANES } from '@hermod/contracts';
import {
  createProviders,
  type HandOverResult,
  type NotFound,
  type Provider,
  type ProviderConfig,
} from '@hermod/providers';
import { type HealthView, ProviderHealth } from './provider-health.ts';
import { ProviderPool } from './provider-pool.ts';

/** Injection token of the providers' configuration. */
export const PROVIDERS = Symbol('ProviderConfig[]');

/** A pool for each lane: a campaign's calls never take the connections, windows or rates of a one-time password. */
@Injectable()
export class ProviderPools {
  readonly #pools: Readonly<Record<Lane, ProviderPool>>;
  readonly #health: ReadonlyMap<string, ProviderHealth>;

  constructor(@Inject(PROVIDERS) configs: readonly ProviderConfig[]) {
    const pools = LANES.map((lane) => [lane, new ProviderPool(createProviders(configs))] as const);
    this.#pools = Object.fromEntries(pools) as Record<Lane, ProviderPool>;
    this.#health = new Map(configs.map(({ id }) => [id, new ProviderHealth()]));
  }

  /** Remembers how a call of a provider ended. */
  note(id: string, result: HandOverResult | NotFound): void {
    this.#health.get(id)?.note(result, Date.now());
  }

  /** How a provider's latest calls from here ended, in both lanes. */
  healthOf(id: string): HealthView {
    return (this.#health.get(id) ?? new ProviderHealth()).view(Date.now());
  }

  of(lane: Lane): ProviderPool {
    return this.#pools[lane];
  }

  /** A provider by its id, whatever the lane. */
  find(id: string): Provider | undefined {
    return this.#pools.plain.get(id);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.close()));
  }
}

import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { LOG } from '@hermod/service-host';
import { counterOf, type Logger, METRICS } from '@hermod/telemetry';
import { LEASE_MS, Leases } from '../storage/leases.ts';

const RENEW_EVERY_MS = 1_000;
/** This much earlier than the database we regard the lease as lost. */
const MARGIN_MS = 1_500;

const losses = counterOf(METRICS.leaseLosses);

/**
 * What an instance may start calls under. When the database can't be reached in time, or the process stood still,
 * the lease is lost: others close what it had started as unknown, and it starts no call.
 */
@Injectable()
export class InstanceLease implements OnModuleInit {
  #id = randomUUID();
  readonly #leases: Leases;
  readonly #log: Logger;
  /** By the monotonic clock: stepping the wall clock must not prolong it. */
  #liveUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(@Inject(Leases) leases: Leases, @Inject(LOG) log: Logger) {
    this.#leases = leases;
    this.#log = log;
  }

  /** The lease of now. One that was lost is never renewed: what was started under it is others' to settle. */
  get id(): string {
    return this.#id;
  }

  get isLive(): boolean {
    return performance.now() < this.#liveUntil;
  }

  /** Whether calls that were planned under this lease may still begin. */
  covers(id: string): boolean {
    return id === this.#id && this.isLive;
  }

  async onModuleInit(): Promise<void> {
    const askedAt = performance.now();
    await this.#leases.take(this.#id);
    this.#liveUntil = askedAt + LEASE_MS - MARGIN_MS;
    let renewing = false;
    this.#timer = setInterval(() => {
      if (renewing) return;
      renewing = true;
      this.#renew()
        .catch((error: unknown) => this.#log.warn({ error: String(error) }, 'the lease was not renewed'))
        .finally(() => (renewing = false));
    }, RENEW_EVERY_MS);
  }

  /** Ends the lease when every attempt under it is closed. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#liveUntil = 0;
    await this.#leases.drop(this.#id);
  }

  async #renew(): Promise<void> {
    const askedAt = performance.now();
    if (!(await this.#leases.renew(this.#id))) {
      const id = randomUUID();
      await this.#leases.take(id);
      this.#id = id;
      losses.inc();
      this.#log.warn({}, 'the lease was lost; going on under a new one');
    }
    this.#liveUntil = askedAt + LEASE_MS - MARGIN_MS;
  }
}

import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { setTimeout as sleep } from 'node:timers/promises';
import { CarryOutActions } from '../../application/journeys/carry-out-actions.ts';

const POLL_EVERY_MS = 250;
/** What an earlier build did not understand is looked at this often: once after a start would do, but for a rolling one. */
const LOOK_AT_UNREADABLE_EVERY_MS = 5_000;

/** Carries out what people did to journeys, behind their requests. */
@Injectable()
export class ActionLoop implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #carryOut: CarryOutActions;
  readonly #messaging: Messaging;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #loop = Promise.resolve();
  #lookedAt = 0;

  constructor(
    @Inject(CarryOutActions) carryOut: CarryOutActions,
    @Inject(Messaging) messaging: Messaging,
    @Inject(LOG) log: Logger,
  ) {
    this.#carryOut = carryOut;
    this.#messaging = messaging;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    // A matter of the plain lane: an instance for what is urgent does nothing else.
    if (this.#messaging.lanes.includes('plain')) this.#loop = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let worked = false;
      try {
        worked = await this.#carryOut.execute();
        await this.#lookAtUnreadable();
      } catch (error) {
        this.#log.warn({ error: String(error) }, 'actions could not be carried out; trying again');
      }
      if (!worked) await sleep(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #lookAtUnreadable(): Promise<void> {
    if (Date.now() - this.#lookedAt < LOOK_AT_UNREADABLE_EVERY_MS) return;
    this.#lookedAt = Date.now();
    await this.#carryOut.lookAtUnreadable();
  }
}

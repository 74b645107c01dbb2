import { LOG, WorkLoop } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SettleHeldClicks } from '../../application/links/settle-held-clicks.ts';

const EVERY_MS = 500;

/** Looks after the clicks that wait. */
@Injectable()
export class HeldClicksLoop implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #settleHeldClicks: SettleHeldClicks;
  readonly #log: Logger;
  #loop: WorkLoop | undefined;

  constructor(@Inject(SettleHeldClicks) settleHeldClicks: SettleHeldClicks, @Inject(LOG) log: Logger) {
    this.#settleHeldClicks = settleHeldClicks;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#loop = new WorkLoop(
      () => this.#settleHeldClicks.execute(new Date()),
      EVERY_MS,
      (error) => this.#log.warn({ err: error }, 'clicks that wait could not be recorded'),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop?.stop();
  }
}

import { LOG, WorkLoop } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Links } from '../../storage/links.ts';

const EVERY_MS = 10 * 60_000;
const AT_ONCE = 1_000;
/** So long whoever follows an expired link is still told that it has expired. */
const TOLD_FOR_MS = 30 * 86_400_000;

/** Deletes links that expired long ago. */
@Injectable()
export class LinksSweep implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #links: Links;
  readonly #log: Logger;
  #loop: WorkLoop | undefined;

  constructor(@Inject(Links) links: Links, @Inject(LOG) log: Logger) {
    this.#links = links;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#loop = new WorkLoop(
      async () => (await this.#links.sweep(new Date(Date.now() - TOLD_FOR_MS), AT_ONCE)) === AT_ONCE,
      EVERY_MS,
      (error) => this.#log.warn({ err: error }, 'expired links could not be deleted'),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop?.stop();
  }
}

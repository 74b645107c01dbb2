import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { RecoverAttempts } from '../../application/queue/recover-attempts.ts';

const EVERY_MS = 1_000;

/** Takes over what lost instances left. */
@Injectable()
export class Recovery implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #recoverAttempts: RecoverAttempts;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(@Inject(RecoverAttempts) recoverAttempts: RecoverAttempts, @Inject(LOG) log: Logger) {
    this.#recoverAttempts = recoverAttempts;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#run();
    }, EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#recoverAttempts.execute();
    } catch (error) {
      this.#log.warn({ err: error }, 'lost attempts could not be looked for');
    } finally {
      this.#running = undefined;
    }
  }
}

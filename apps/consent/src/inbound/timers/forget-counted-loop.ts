import { setTimeout as sleep } from 'node:timers/promises';
import { LOG } from '@hermod/service-host';
import { describeError, type Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CountedMessages } from '../../storage/counted-messages.ts';

const EVERY_MS = 600_000;

/** Drops messages that no cap looks back at any more: a few at a time, whichever instance comes first. */
@Injectable()
export class ForgetCountedLoop implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #counted: CountedMessages;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(@Inject(CountedMessages) counted: CountedMessages, @Inject(LOG) log: Logger) {
    this.#counted = counted;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#ended = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const forgotten = await this.#counted.forgetOld().catch((error: unknown) => {
        this.#log.warn({ err: describeError(error) }, 'old messages under caps stay until the next time');
        return 0;
      });
      if (forgotten === 0) await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

import { LOG, WorkLoop } from '@hermod/service-host';
import { describeError, type Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CountedMessages } from '../../storage/counted-messages.ts';

const EVERY_MS = 600_000;

/** Drops messages that no cap looks back at any more: a few at a time, whichever instance comes first. */
@Injectable()
export class ForgetCountedLoop implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #counted: CountedMessages;
  readonly #log: Logger;
  #loop: WorkLoop | undefined;

  constructor(@Inject(CountedMessages) counted: CountedMessages, @Inject(LOG) log: Logger) {
    this.#counted = counted;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#loop = new WorkLoop(
      async () => (await this.#counted.forgetOld()) > 0,
      EVERY_MS,
      (error) =>
        this.#log.warn({ err: describeError(error) }, 'old messages under caps stay until the next time'),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop?.stop();
  }
}

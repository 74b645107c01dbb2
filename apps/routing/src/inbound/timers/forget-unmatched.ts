import { LOG, WorkLoop } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnmatchedAnswers } from '../../storage/unmatched-answers.ts';

const EVERY_MS = 3_600_000;

/** What answered nothing is kept for 30 days. */
@Injectable()
export class ForgetUnmatched implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #unmatched: UnmatchedAnswers;
  readonly #log: Logger;
  #loop: WorkLoop | undefined;

  constructor(@Inject(UnmatchedAnswers) unmatched: UnmatchedAnswers, @Inject(LOG) log: Logger) {
    this.#unmatched = unmatched;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    const work = async (): Promise<boolean> => {
      await this.#unmatched.forget();
      return false;
    };
    this.#loop = new WorkLoop(work, EVERY_MS, (error) =>
      this.#log.warn({ error: String(error) }, 'unmatched answers were not forgotten'),
    );
  }

  onModuleDestroy(): Promise<void> | undefined {
    return this.#loop?.stop();
  }
}

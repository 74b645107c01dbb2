import { LOG, WorkLoop } from '@hermod/service-host';
import { gaugeOf, type Logger, METRICS, Sampling } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CloseLedgerDays } from '../../application/consents/close-ledger-days.ts';
import { LedgerDays } from '../../storage/ledger/ledger-days.ts';

const EVERY_MS = 60_000;

/** Closes the days of the ledger soon after midnight (UTC), and shows how many are overdue. */
@Injectable()
export class LedgerDaysLoop implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #closeLedgerDays: CloseLedgerDays;
  readonly #log: Logger;
  readonly #overdue: Sampling<number>;
  #loop: WorkLoop | undefined;

  constructor(
    @Inject(CloseLedgerDays) closeLedgerDays: CloseLedgerDays,
    @Inject(LedgerDays) days: LedgerDays,
    @Inject(LOG) log: Logger,
  ) {
    this.#closeLedgerDays = closeLedgerDays;
    this.#log = log;
    this.#overdue = new Sampling({
      name: 'ledger-days',
      everyMs: 30_000,
      take: () => days.overdue(),
      onFailure: (error) => log.warn({ err: error, sample: 'ledger-days' }, 'a sample for metrics failed'),
    });
  }

  onApplicationBootstrap(): void {
    gaugeOf(METRICS.ledgerDaysOverdue, () =>
      this.#overdue.latest === undefined ? [] : [{ labels: {}, value: this.#overdue.latest }],
    );
    this.#overdue.start();
    this.#loop = new WorkLoop(
      () => this.#closeLedgerDays.execute(),
      EVERY_MS,
      (error) => this.#log.warn({ err: error }, 'a day of the ledger could not be closed; it is tried again'),
    );
  }

  async onModuleDestroy(): Promise<void> {
    this.#overdue.stop();
    await this.#loop?.stop();
  }
}

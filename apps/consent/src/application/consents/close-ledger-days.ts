import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { LedgerDays } from '../../storage/ledger/ledger-days.ts';

/** Closes the days of the ledger that are over, oldest first; of several instances whichever comes first. */
@Injectable()
export class CloseLedgerDays {
  readonly #days: LedgerDays;
  readonly #log: Logger;

  constructor(@Inject(LedgerDays) days: LedgerDays, @Inject(LOG) log: Logger) {
    this.#days = days;
    this.#log = log;
  }

  /** Closes one day, and logs its root so that it is also kept where the logs go. @returns true when there may be more. */
  async execute(): Promise<boolean> {
    const closed = await this.#days.closeNext();
    if (closed === undefined) return false;
    const { day, leaves, root } = closed;
    this.#log.info({ day, leaves, root }, 'a day of the ledger is closed');
    return true;
  }
}

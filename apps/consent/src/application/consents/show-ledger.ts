import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedger, type LedgerRow } from '../../storage/ledger/consent-ledger.ts';
import { Recipients } from '../../storage/recipients.ts';
import { recipientNotFound } from '../recipients/recipient-errors.ts';

/** What a recipient gave and withdrew, newest recording first. Of an erased one the bare entries are left. */
@Injectable()
export class ShowLedger {
  readonly #recipients: Recipients;
  readonly #ledger: ConsentLedger;

  constructor(@Inject(Recipients) recipients: Recipients, @Inject(ConsentLedger) ledger: ConsentLedger) {
    this.#recipients = recipients;
    this.#ledger = ledger;
  }

  /**
   * @param before the place of the last entry of the page before.
   * @throws HermodError RECIPIENT_NOT_FOUND.
   */
  async execute(recipient: string, limit: number, before?: number): Promise<LedgerRow[]> {
    if ((await this.#recipients.find(recipient)) === undefined) throw recipientNotFound();
    return this.#ledger.page(recipient, limit, before);
  }
}

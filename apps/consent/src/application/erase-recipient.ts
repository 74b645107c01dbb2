import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedger } from '../storage/consent-ledger.ts';
import { OptInQuestions } from '../storage/opt-in-questions.ts';
import { Recipients } from '../storage/recipients.ts';
import { Reviews } from '../storage/reviews.ts';
import { publishRecipient } from './publish-recipient.ts';
import { recipientNotFound } from './recipient-errors.ts';

/**
 * Erases a recipient: attributes, contact points and the words of the ledger go, and every service is told. A
 * suppression stays, because it holds an HMAC only and keeps the number's holder from being texted again.
 */
@Injectable()
export class EraseRecipient {
  readonly #recipients: Recipients;
  readonly #ledger: ConsentLedger;
  readonly #reviews: Reviews;
  readonly #questions: OptInQuestions;

  constructor(
    @Inject(Recipients) recipients: Recipients,
    @Inject(ConsentLedger) ledger: ConsentLedger,
    @Inject(Reviews) reviews: Reviews,
    @Inject(OptInQuestions) questions: OptInQuestions,
  ) {
    this.#recipients = recipients;
    this.#ledger = ledger;
    this.#reviews = reviews;
    this.#questions = questions;
  }

  /**
   * A repeat erases nothing more and is told again.
   * @throws HermodError RECIPIENT_NOT_FOUND.
   */
  async execute(id: string, unit: UnitOfWork): Promise<void> {
    // First: which texts are theirs, their numbers and their ledger tell.
    await this.#reviews.erase(unit.sql, id);
    await this.#questions.erase(unit.sql, id);
    const erasure = await this.#recipients.erase(unit.sql, id, unit.now);
    if (erasure === undefined) throw recipientNotFound();
    await this.#ledger.erase(unit.sql, id, erasure.erasedAt);
    const at = erasure.erasedAt.toISOString();
    const nothing = { attributes: {}, contactPoints: [] };
    publishRecipient({ recipient: id, ...nothing, erased: true, at }, erasure.version, unit);
  }
}

import { markErased, type UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedger } from '../../storage/ledger/consent-ledger.ts';
import { DecisionLog } from '../../storage/decision-log.ts';
import { OptInQuestions } from '../../storage/opt-in-questions.ts';
import { Preferences } from '../../storage/preferences.ts';
import { Recipients } from '../../storage/recipients.ts';
import { Reviews } from '../../storage/reviews.ts';
import { RightsRecords } from '../../storage/rights-records.ts';
import { publishRecipient } from './publish-recipient.ts';
import { recipientNotFound } from './recipient-errors.ts';

/** Who is to be erased, who asks for it and why. */
export interface ErasureRequest {
  readonly recipient: string;
  /** Id of the key. */
  readonly by: string;
  readonly reason: string | undefined;
}

/**
 * Erases a recipient: attributes, contact points, preferences and the words of the ledger and of reviews go, and every
 * service is told. A suppression stays, because it holds an HMAC only and keeps the number's holder from being texted
 * again.
 */
@Injectable()
export class EraseRecipient {
  readonly #recipients: Recipients;
  readonly #ledger: ConsentLedger;
  readonly #records: RightsRecords;
  readonly #others: readonly { erase(sql: UnitOfWork['sql'], recipient: string): Promise<void> }[];

  constructor(
    @Inject(Recipients) recipients: Recipients,
    @Inject(ConsentLedger) ledger: ConsentLedger,
    @Inject(RightsRecords) records: RightsRecords,
    @Inject(Reviews) reviews: Reviews,
    @Inject(OptInQuestions) questions: OptInQuestions,
    @Inject(Preferences) preferences: Preferences,
    @Inject(DecisionLog) decisions: DecisionLog,
  ) {
    this.#recipients = recipients;
    this.#ledger = ledger;
    this.#records = records;
    this.#others = [reviews, questions, preferences, decisions];
  }

  /**
   * A repeat erases nothing more and is told again.
   * @throws HermodError RECIPIENT_NOT_FOUND.
   */
  async execute({ recipient, by, reason }: ErasureRequest, unit: UnitOfWork): Promise<void> {
    const { sql, now } = unit;
    // Contact points and ledger go last: they tell what else is about this recipient.
    const addressHashes = await this.#records.addressHashes(sql, recipient);
    for (const kept of this.#others) await kept.erase(sql, recipient);
    await this.#records.eraseCounts(sql, recipient);
    const erasure = await this.#recipients.erase(sql, recipient, now);
    if (erasure === undefined) throw recipientNotFound();
    const { version, erasedAt } = erasure;
    await this.#ledger.erase(sql, recipient, erasedAt);
    await markErased(sql, [{ recipient, erasedAt, addressHashes }], now);
    await this.#records.keepErasure(sql, { recipient, version, erasedAt, reason, askedBy: by });
    const nothing = { attributes: {}, contactPoints: [], addressHashes };
    publishRecipient({ recipient, ...nothing, erased: true, at: erasedAt.toISOString() }, version, unit);
  }
}

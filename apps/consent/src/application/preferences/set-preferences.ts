import type { LocalHours } from '@hermod/calendar';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { DecisionFactsStore } from '../../storage/decision-facts.ts';
import { type Preference, Preferences } from '../../storage/preferences.ts';
import { Recipients } from '../../storage/recipients.ts';
import { recipientErased, recipientNotFound } from '../recipients/recipient-errors.ts';

/** What a recipient has chosen besides consent, as upstream sets and reads it. */
@Injectable()
export class SetPreferences {
  readonly #recipients: Recipients;
  readonly #facts: DecisionFactsStore;
  readonly #preferences: Preferences;

  constructor(
    @Inject(Recipients) recipients: Recipients,
    @Inject(DecisionFactsStore) facts: DecisionFactsStore,
    @Inject(Preferences) preferences: Preferences,
  ) {
    this.#recipients = recipients;
    this.#facts = facts;
    this.#preferences = preferences;
  }

  /**
   * Replaces it, under the recipient's lock.
   * @throws HermodError RECIPIENT_NOT_FOUND or RECIPIENT_ERASED.
   */
  async execute(
    recipient: string,
    quietHours: LocalHours | undefined,
    unit: UnitOfWork,
  ): Promise<Preference> {
    const { facts } = (await this.#facts.load(unit.sql, [recipient])).get(recipient)!;
    if (facts.recipient === 'unknown') throw recipientNotFound();
    if (facts.recipient === 'erased') throw recipientErased();
    const preference = { recipient, quietHours, changedAt: unit.now };
    await this.#preferences.save(unit.sql, preference);
    return preference;
  }

  /**
   * What they have chosen; undefined before the first choice.
   * @throws HermodError RECIPIENT_NOT_FOUND or RECIPIENT_ERASED.
   */
  async show(recipient: string): Promise<Preference | undefined> {
    await this.refuseUnknown(recipient);
    return this.#preferences.find(recipient);
  }

  /** @throws HermodError RECIPIENT_NOT_FOUND or RECIPIENT_ERASED. */
  async refuseUnknown(recipient: string): Promise<void> {
    const kept = await this.#recipients.find(recipient);
    if (kept === undefined) throw recipientNotFound();
    if (kept.row.erasedAt !== null) throw recipientErased();
  }
}

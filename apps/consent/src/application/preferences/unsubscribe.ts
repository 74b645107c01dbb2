import type { ConsentSource } from '@hermod/api';
import { type Channel, HermodError, type Purpose } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { DecisionFactsStore } from '../../storage/decision-facts.ts';
import { isEnded } from './is-ended.ts';
import { recipientErased } from '../recipients/recipient-errors.ts';
import { RecordConsents } from '../consents/record-consents.ts';

/** What a link to unsubscribe ends, and what was shown before. */
export interface Unsubscription {
  readonly recipient: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic: string | undefined;
  /** Absent when no page was: a program for mail has asked by itself. */
  readonly shown:
    { readonly wording: string; readonly version: string; readonly language: string } | undefined;
  readonly source: ConsentSource;
}

const METHOD = 'unsubscribe-link';

/** Withdraws what a link names, at every address of the channel. A repeat adds nothing. */
@Injectable()
export class Unsubscribe {
  readonly #facts: DecisionFactsStore;
  readonly #recordConsents: RecordConsents;

  constructor(
    @Inject(DecisionFactsStore) facts: DecisionFactsStore,
    @Inject(RecordConsents) recordConsents: RecordConsents,
  ) {
    this.#facts = facts;
    this.#recordConsents = recordConsents;
  }

  /** @throws HermodError RECIPIENT_ERASED when nothing is kept about the person. */
  async execute(asked: Unsubscription, unit: UnitOfWork): Promise<void> {
    const { recipient, channel, purpose, topic, shown, source } = asked;
    const { facts } = (await this.#facts.load(unit.sql, [recipient])).get(recipient)!;
    if (facts.recipient !== 'known') throw recipientErased();
    if (isEnded(facts.consent, { channel, purpose, topic })) return;
    const withdrawal = {
      recipient,
      id: v7(),
      state: 'withdrawn',
      contactPoint: undefined,
      channel,
      purpose,
      topic,
      method: METHOD,
      wording: shown?.wording,
      wordingVersion: shown?.version,
      language: shown?.language,
      source,
      at: undefined,
      recordedBy: METHOD,
    } as const;
    const [recorded] = await this.#recordConsents.execute([withdrawal], unit);
    if (recorded instanceof HermodError) throw recorded;
  }
}

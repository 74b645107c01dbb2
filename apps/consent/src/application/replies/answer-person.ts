import { readPhoneNumber } from '@hermod/channels';
import { BUILT_IN_LANGUAGES } from '@hermod/consent-policy';
import { contactPointId, HermodError, REPLY_WITHIN_MS } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { Listeners } from '../../storage/listeners.ts';
import { Policies } from '../../storage/policies.ts';
import type { HeardText } from '../texts/heard-text.ts';
import { publishReply, type ReplyRule } from './publish-reply.ts';
import { choosePack, placesOf, type ReplyKind, replyText } from './reply-text.ts';

/** What is said to the person who wrote a text. */
export interface Answer {
  readonly text: HeardText;
  readonly kind: ReplyKind;
  readonly rule: ReplyRule;
  /** Worth nothing from then on; five minutes from now when absent. */
  readonly expiresAt?: Date;
  readonly topic?: string | undefined;
}

/** Says something to people in answer to their texts, in their language: once for each text. */
@Injectable()
export class AnswerPerson {
  readonly #listeners: Listeners;
  readonly #policies: Policies;
  readonly #publicUrl: string;

  constructor(
    @Inject(Listeners) listeners: Listeners,
    @Inject(Policies) policies: Policies,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#listeners = listeners;
    this.#policies = policies;
    this.#publicUrl = config.publicUrl;
  }

  async execute(answers: readonly Answer[], unit: UnitOfWork): Promise<void> {
    if (answers.length === 0) return;
    const { policy } = await this.#policies.newest(unit.sql);
    const listeners = await this.#listeners.of(
      unit.sql,
      answers.map(({ text }) => text.key),
    );
    for (const { text, kind, rule, expiresAt, topic } of answers) {
      const listener = listeners.get(text.key);
      // Whoever is erased is spoken to no more: it would bring their number back.
      if (listener?.isErased === true) continue;
      const pack = choosePack(BUILT_IN_LANGUAGES, {
        locale: listener?.locale,
        words: text.wording,
        country: countryOf(text.address),
      });
      const places = placesOf(policy, topic, pack.language, this.#publicUrl);
      const { address, key, id } = text;
      publishReply(
        {
          about: id,
          key,
          contactPoint: {
            id: text.holder?.contactPoint ?? contactPointId(key, 'sms', address),
            channel: 'sms',
            address,
          },
          text: replyText(pack, kind, places),
          rule,
          values: { language: pack.language },
          expiresAt: expiresAt ?? new Date(unit.now.getTime() + REPLY_WITHIN_MS),
          answersText: true,
          traceparent: text.traceparent,
        },
        unit,
      );
    }
  }
}

/** Whatever a provider calls a sender: a short code is of no country. */
function countryOf(address: string): string | undefined {
  try {
    return readPhoneNumber(address).country;
  } catch (error) {
    if (error instanceof HermodError) return undefined;
    throw error;
  }
}

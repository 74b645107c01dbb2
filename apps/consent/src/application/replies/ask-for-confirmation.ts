import { readPhoneNumber } from '@hermod/channels';
import { BUILT_IN_LANGUAGES } from '@hermod/consent-policy';
import type { UnitOfWork } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { LedgerRecord } from '../../storage/ledger/consent-ledger.ts';
import { type AskedPoint, OptInQuestions } from '../../storage/opt-in-questions.ts';
import { Policies } from '../../storage/policies.ts';
import { CONFIRM_WITHIN_MS } from './is-confirmed.ts';
import { publishReply } from './publish-reply.ts';
import { choosePack, placesOf, replyText } from './reply-text.ts';

/** A consent that waits for its confirmation. */
export type PendingEntry = Pick<
  LedgerRecord,
  'recipient' | 'id' | 'contactPoint' | 'topic' | 'language' | 'at'
>;

/** The question is worth asking for so long; a provider that is away for that long was asked in vain. */
const ASK_WITHIN_MS = 60 * 60_000;

/**
 * Double opt-in: asks people whether they have said what was recorded as pending, by a text to the number that it is about. A
 * number that gets nothing isn't asked, nor is anybody about what is too old to be confirmed.
 */
@Injectable()
export class AskForConfirmation {
  readonly #questions: OptInQuestions;
  readonly #policies: Policies;
  readonly #publicUrl: string;

  constructor(
    @Inject(OptInQuestions) questions: OptInQuestions,
    @Inject(Policies) policies: Policies,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#questions = questions;
    this.#policies = policies;
    this.#publicUrl = config.publicUrl;
  }

  /** Asks once about each entry, however often it is told of. The unit holds their recipients. */
  async execute(entries: readonly PendingEntry[], unit: UnitOfWork): Promise<void> {
    const open = entries.flatMap(({ contactPoint, ...entry }) =>
      contactPoint === undefined || entry.at.getTime() + CONFIRM_WITHIN_MS <= unit.now.getTime()
        ? []
        : [{ ...entry, contactPoint }],
    );
    if (open.length === 0) return;
    const points = await this.#questions.points(unit.sql, open);
    const pointOf = new Map(points.map((point) => [`${point.recipient} ${point.contactPoint}`, point]));
    const { policy } = await this.#policies.newest(unit.sql);
    const questions = open.flatMap((entry) => {
      const point = pointOf.get(`${entry.recipient} ${entry.contactPoint}`);
      if (point === undefined || point.isSuppressed) return [];
      const pack = choosePack(BUILT_IN_LANGUAGES, {
        locale: entry.language ?? point.locale ?? undefined,
        country: readPhoneNumber(point.address).country,
      });
      const places = placesOf(policy, entry.topic, pack.language, this.#publicUrl);
      const wording = replyText(pack, 'doubleOptIn', places);
      return [{ recipient: entry.recipient, entry: entry.id, wording, language: pack.language, point }];
    });
    const kept = questions.map(({ point: _, ...question }) => question);
    const fresh = await this.#questions.keep(unit.sql, kept, unit.now);
    for (const question of questions) if (fresh.has(question.entry)) ask(question, unit);
  }
}

function ask(
  question: { recipient: string; entry: string; wording: string; language: string; point: AskedPoint },
  unit: UnitOfWork,
): void {
  const { recipient, entry, wording, language, point } = question;
  publishReply(
    {
      about: entry,
      key: recipient,
      contactPoint: { id: point.contactPoint, channel: 'sms', address: point.address },
      text: wording,
      rule: 'double-opt-in-question',
      values: { language },
      expiresAt: new Date(unit.now.getTime() + ASK_WITHIN_MS),
      handOverWithinMs: ASK_WITHIN_MS,
      answersText: false,
    },
    unit,
  );
}

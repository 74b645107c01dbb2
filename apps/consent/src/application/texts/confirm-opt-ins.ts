import { deriveId } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedger, type LedgerRecord } from '../../storage/ledger/consent-ledger.ts';
import { OptInQuestions, type PendingConsent } from '../../storage/opt-in-questions.ts';
import { Suppressions } from '../../storage/suppressions.ts';
import { publishConsentChanged } from '../consents/publish-consent-changed.ts';
import { AnswerPerson } from '../replies/answer-person.ts';
import { isConfirmed } from '../replies/is-confirmed.ts';
import type { HeardText, Holder } from './heard-text.ts';

type HeldText = HeardText & { readonly holder: Holder };

interface Confirmed {
  readonly text: HeldText;
  readonly pending: PendingConsent;
}

/** A YES confirms what its holder was asked about. Without a question it is an answer like any other. */
@Injectable()
export class ConfirmOptIns {
  readonly #questions: OptInQuestions;
  readonly #suppressions: Suppressions;
  readonly #ledger: ConsentLedger;
  readonly #answerPerson: AnswerPerson;

  constructor(
    @Inject(OptInQuestions) questions: OptInQuestions,
    @Inject(Suppressions) suppressions: Suppressions,
    @Inject(ConsentLedger) ledger: ConsentLedger,
    @Inject(AnswerPerson) answerPerson: AnswerPerson,
  ) {
    this.#questions = questions;
    this.#suppressions = suppressions;
    this.#ledger = ledger;
    this.#answerPerson = answerPerson;
  }

  /** A YES that is replayed keeps the instant at which it was heard first, so it confirms nothing that came later. */
  async execute(texts: readonly HeardText[], unit: UnitOfWork): Promise<void> {
    const held = texts.filter((text): text is HeldText => isYes(text) && text.holder !== undefined);
    if (held.length === 0) return;
    const firstHeard = await this.#suppressions.hearOptIns(unit.sql, held);
    const pending = await this.#questions.pending(
      unit.sql,
      held.map(({ holder, addressHash }) => ({ ...holder, addressHash })),
    );
    const timed = held.map((text) => ({ ...text, at: firstHeard.get(text.id) ?? text.at }));
    const confirmed = pending.flatMap((one): Confirmed[] => {
      const text = timed.find((candidate) => isOf(one, candidate) && isConfirmed(one, candidate.at));
      return text === undefined ? [] : [{ text, pending: one }];
    });
    const marks = confirmed.map(({ text: { at }, pending: { recipient, id } }) => ({ recipient, id, at }));
    await this.#questions.markConfirmed(unit.sql, marks);
    await this.#ledger.append(unit.sql, confirmed.map(toEntry), unit.now);
    for (const one of confirmed) tell(one, unit);
    await this.#answer(confirmed, unit);
  }

  /** Once for each text, whatever it has confirmed; the holder of the lead copy may have been asked nothing. */
  async #answer(confirmed: readonly Confirmed[], unit: UnitOfWork): Promise<void> {
    const unanswered = confirmed.filter(({ text }) => !text.isAnswered);
    const first = new Map(unanswered.toReversed().map((one) => [one.text.id, one]));
    const answers = [...first.values()].map(({ text, pending }) => ({
      text,
      kind: 'confirmed' as const,
      rule: 'double-opt-in-confirmed' as const,
      topic: pending.topic ?? undefined,
    }));
    await this.#answerPerson.execute(answers, unit);
  }
}

function isYes({ meaning, family }: HeardText): boolean {
  return meaning === 'confirmation' && family === 'sms';
}

function isOf({ recipient, contactPoint }: PendingConsent, { holder }: HeldText): boolean {
  return recipient === holder.recipient && contactPoint === holder.contactPoint;
}

/** The consent itself, with what the person was asked and where the evidence begins. */
function toEntry({ text, pending }: Confirmed): LedgerRecord {
  return {
    recipient: pending.recipient,
    id: entryOf(pending),
    state: 'given',
    isSuppression: false,
    contactPoint: pending.contactPoint,
    channel: 'sms',
    purpose: pending.purpose ?? undefined,
    topic: pending.topic ?? undefined,
    method: 'double-opt-in',
    wording: pending.question,
    wordingVersion: undefined,
    language: pending.language,
    basis: pending.basis ?? undefined,
    validUntil: pending.validUntil ?? undefined,
    source: { reference: pending.id },
    at: text.at,
    recordedBy: text.provider,
  };
}

function entryOf({ id }: PendingConsent): string {
  return deriveId('double-opt-in', id);
}

function tell({ text, pending }: Confirmed, unit: UnitOfWork): void {
  const { recipient, contactPoint, purpose, topic } = pending;
  publishConsentChanged(
    {
      recipient,
      entry: entryOf(pending),
      state: 'given',
      scope: {
        channels: ['sms'],
        contactPoint,
        ...(purpose === null ? {} : { purpose }),
        ...(topic === null ? {} : { topic }),
      },
      at: text.at,
      traceparent: text.traceparent,
    },
    unit,
  );
}

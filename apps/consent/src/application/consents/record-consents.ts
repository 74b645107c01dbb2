import { type ConsentChanged, deriveId, HermodError } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import {
  ConsentLedger,
  keyOf,
  type LedgerRecord,
  type LedgerRow,
} from '../../storage/ledger/consent-ledger.ts';
import { type ReachableRecipient, ReachableRecipients } from '../../storage/reachable-recipients.ts';
import { chooseContactPoint } from './choose-contact-point.ts';
import { recipientErased, recipientNotFound } from '../recipients/recipient-errors.ts';
import { AskForConfirmation } from '../replies/ask-for-confirmation.ts';

/** A consent or a withdrawal as upstream hands it in. */
export type ConsentToRecord = Omit<LedgerRecord, 'at' | 'isSuppression' | 'state' | 'contactPoint'> & {
  readonly state: 'given' | 'withdrawn';
  /** Counts only once the person has confirmed it. */
  readonly doubleOptIn?: true | undefined;
  /** Address or id of one of the recipient's contact points. */
  readonly contactPoint: string | undefined;
  /** Default now. */
  readonly at: Date | undefined;
};

/** Clocks of two machines may differ by this much. */
const MOST_AHEAD_MS = 5 * 60_000;

/** Appends to the ledger and tells the other services. */
@Injectable()
export class RecordConsents {
  readonly #reachable: ReachableRecipients;
  readonly #ledger: ConsentLedger;
  readonly #askForConfirmation: AskForConfirmation;

  constructor(
    @Inject(ReachableRecipients) reachable: ReachableRecipients,
    @Inject(ConsentLedger) ledger: ConsentLedger,
    @Inject(AskForConfirmation) askForConfirmation: AskForConfirmation,
  ) {
    this.#reachable = reachable;
    this.#ledger = ledger;
    this.#askForConfirmation = askForConfirmation;
  }

  /**
   * Records each consent and returns its entry, or the error that concerns it alone. An entry that is there already
   * is returned and told again.
   */
  async execute(
    consents: readonly ConsentToRecord[],
    unit: UnitOfWork,
  ): Promise<(LedgerRow | HermodError)[]> {
    const recipients = await this.#reachable.load(
      unit.sql,
      consents.map(({ recipient }) => recipient),
    );
    const wanted = consents.map((consent) => toRecord(consent, recipients.get(consent.recipient)!, unit.now));
    const records = wanted.filter((record): record is LedgerRecord => !(record instanceof HermodError));
    const appended = await this.#ledger.append(unit.sql, records, unit.now);
    const before = records.filter((record) => !appended.has(keyOf(record)));
    const entries = before.length === 0 ? appended : await this.#ledger.load(unit.sql, records);
    const recorded = wanted.map((record) => {
      if (record instanceof HermodError) return record;
      const entry = entries.get(keyOf(record))!;
      return saysTheSame(entry, record) ? entry : keyConflict();
    });
    const told = recorded.filter((entry): entry is LedgerRow => !(entry instanceof HermodError));
    // What waits for its confirmation changes no permission: its person is asked.
    const pending = told.filter(({ state }) => state === 'pending');
    for (const entry of told) if (entry.state !== 'pending') publishConsent(entry, unit);
    await this.#askForConfirmation.execute(pending, unit);
    return recorded;
  }
}

function toRecord(
  consent: ConsentToRecord,
  recipient: ReachableRecipient,
  now: Date,
): LedgerRecord | HermodError {
  if (recipient.status === 'unknown') return recipientNotFound();
  if (recipient.status === 'erased') return recipientErased();
  const at = consent.at ?? now;
  if (at.getTime() > now.getTime() + MOST_AHEAD_MS) {
    return new HermodError('CONSENT_IN_THE_FUTURE', 'nobody has said this yet', {
      field: 'at',
      fix: 'send the time at which the person said it',
    });
  }
  const { doubleOptIn, ...said } = consent;
  if (said.validUntil !== undefined && said.validUntil <= at) {
    return new HermodError('CONSENT_ENDS_BEFORE_IT_BEGINS', 'this consent ends before it was given', {
      field: 'validUntil',
      fix: 'send an instant later than `at`, or leave it out',
    });
  }
  const contactPoint = chooseContactPoint(consent, recipient);
  if (contactPoint instanceof HermodError) return contactPoint;
  const state = doubleOptIn === true ? 'pending' : said.state;
  // A clock that runs ahead must not let a consent outlive the withdrawal that follows it.
  return { ...said, state, contactPoint, isSuppression: false, at: at > now ? now : at };
}

/** `at` may differ: it defaults to the time of the request. */
function saysTheSame(entry: LedgerRow, record: LedgerRecord): boolean {
  const said = (one: LedgerRecord) =>
    JSON.stringify([
      [one.state, one.channel, one.purpose, one.topic, one.contactPoint, one.method],
      [one.wording, one.wordingVersion, one.language, one.basis, one.validUntil?.toISOString(), one.reason],
    ]);
  return said(entry) === said(record);
}

function keyConflict(): HermodError {
  return new HermodError('IDEMPOTENCY_KEY_CONFLICT', 'this key was used for another consent', {
    field: 'idempotency-key',
    fix: 'use a new key for each consent',
  });
}

function publishConsent(entry: LedgerRow, unit: UnitOfWork): void {
  const fact: ConsentChanged = {
    recipient: entry.recipient,
    entry: entry.id,
    state: entry.state === 'given' ? 'given' : 'withdrawn',
    scope: {
      channels: [entry.channel],
      ...(entry.purpose === undefined ? {} : { purpose: entry.purpose }),
      ...(entry.topic === undefined ? {} : { topic: entry.topic }),
      ...(entry.contactPoint === undefined ? {} : { contactPoint: entry.contactPoint }),
    },
    at: entry.at.toISOString(),
    recordedAt: entry.recordedAt.toISOString(),
  };
  unit.publish('consentChanged', fact, {
    id: deriveId('consent-changed', entry.recipient, entry.id),
    recipient: entry.recipient,
    lanes: ['plain', 'urgent'],
  });
}

import type { ConsentSource } from '@hermod/api';
import { type Channel, CHANNELS, HermodError, type Purpose } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { DecisionFactsStore, type KnownRecipient } from '../../storage/decision-facts.ts';
import { Policies, type PolicyVersion } from '../../storage/policies.ts';
import { Preferences } from '../../storage/preferences.ts';
import { isEnded } from './is-ended.ts';
import { preferenceChanges, type SubmittedPreferences } from './preference-changes.ts';
import { type Choice, choicesOf, type PreferenceSheet, preferenceSheet } from './preference-sheet.ts';
import { recipientErased } from '../recipients/recipient-errors.ts';
import { type ConsentToRecord, RecordConsents } from '../consents/record-consents.ts';

/** Where something was said, and in which language. */
export interface SaidOnPage {
  readonly recipient: string;
  readonly language: string;
  readonly source: ConsentSource;
}

/** The page's words for a box, as the person saw them. */
export type WordingOf = (choice: Choice, sheet: PreferenceSheet) => { wording: string; version: string };

/** What a button that ends many things at once ends, and its words. */
export interface EndOfMany {
  /** Undefined: everything, security messages too. */
  readonly purpose: Purpose | undefined;
  readonly wording: string;
  readonly wordingVersion: string;
}

/**
 * What became of a form. `outdated`: something was not as it had been shown. `more-ended`: what was left ticked has ended as
 * well, because a law or an end of everything reaches over it.
 */
export type SavedPreferences = 'saved' | 'unchanged' | 'outdated' | 'more-ended';

const METHOD = 'preference-page';

/** Keeps what a person says on their preference page. */
@Injectable()
export class SavePreferences {
  readonly #facts: DecisionFactsStore;
  readonly #policies: Policies;
  readonly #preferences: Preferences;
  readonly #recordConsents: RecordConsents;

  constructor(
    @Inject(DecisionFactsStore) facts: DecisionFactsStore,
    @Inject(Policies) policies: Policies,
    @Inject(Preferences) preferences: Preferences,
    @Inject(RecordConsents) recordConsents: RecordConsents,
  ) {
    this.#facts = facts;
    this.#policies = policies;
    this.#preferences = preferences;
    this.#recordConsents = recordConsents;
  }

  /**
   * Writes what was changed on the page, and nothing else.
   * @throws HermodError RECIPIENT_ERASED.
   */
  async execute(
    said: SaidOnPage,
    submitted: SubmittedPreferences,
    wordingOf: WordingOf,
    unit: UnitOfWork,
  ): Promise<SavedPreferences> {
    const policy = await this.#policies.newest(unit.sql);
    const sheet = await this.#sheet(said.recipient, policy, unit);
    const changes = preferenceChanges(submitted, sheet);
    const { withdrawn, given, quietHours } = changes;
    await this.#record(
      [
        ...withdrawn.map((choice) =>
          toConsent(said, choice, 'withdrawn', undefined, wordingOf(choice, sheet)),
        ),
        ...given.flatMap((choice) =>
          pointsOf(choice, sheet).map((point) =>
            toConsent(said, choice, 'given', point, wordingOf(choice, sheet)),
          ),
        ),
      ],
      unit,
    );
    if (quietHours !== undefined) {
      const preference = { recipient: said.recipient, quietHours: quietHours.to, changedAt: unit.now };
      await this.#preferences.save(unit.sql, preference);
    }
    if (changes.isOutdated) return 'outdated';
    if (withdrawn.length === 0) return given.length > 0 || quietHours !== undefined ? 'saved' : 'unchanged';
    const after = await this.#sheet(said.recipient, policy, unit);
    const isOn = new Set(choicesOf(after).flatMap(({ key, state }) => (state === 'on' ? [key] : [])));
    const leftOn = choicesOf(sheet).filter(({ key, isOffered }) => isOffered && submitted.ticked.has(key));
    return leftOn.every(({ key }) => isOn.has(key)) ? 'saved' : 'more-ended';
  }

  /**
   * Ends everything, or everything of a purpose, on every channel and at every address.
   * @throws HermodError RECIPIENT_ERASED.
   */
  async end(said: SaidOnPage, end: EndOfMany, unit: UnitOfWork): Promise<void> {
    const { facts } = await this.#known(said.recipient, unit);
    const { purpose, wording, wordingVersion: version } = end;
    const consents = CHANNELS.filter((channel) => !isEnded(facts.consent, { channel, purpose })).map(
      (channel) =>
        toConsent(said, { channel, purpose, topic: undefined }, 'withdrawn', undefined, { wording, version }),
    );
    await this.#record(consents, unit);
  }

  async #known(recipient: string, unit: UnitOfWork): Promise<KnownRecipient> {
    const known = (await this.#facts.load(unit.sql, [recipient])).get(recipient)!;
    if (known.facts.recipient !== 'known') throw recipientErased();
    return known;
  }

  async #sheet(recipient: string, policy: PolicyVersion, unit: UnitOfWork): Promise<PreferenceSheet> {
    const known = await this.#known(recipient, unit);
    const preference = (await this.#preferences.load(unit.sql, [recipient])).get(recipient);
    return preferenceSheet(known, policy, preference?.quietHours, unit.now);
  }

  async #record(consents: readonly ConsentToRecord[], unit: UnitOfWork): Promise<void> {
    if (consents.length === 0) return;
    const recorded = await this.#recordConsents.execute(consents, unit);
    const refused = recorded.find((one) => one instanceof HermodError);
    // All or nothing: a person who is told that it was saved must be able to rely on it.
    if (refused !== undefined) throw refused;
  }
}

/** Consent belongs to a contact point: each usable token of the app, of a number or a mailbox the one that is used. */
function pointsOf({ channel }: Choice, { reaches }: PreferenceSheet): string[] {
  return (reaches.find((reach) => reach.channel === channel)?.points ?? []).map(({ id }) => id);
}

function toConsent(
  { recipient, language, source }: SaidOnPage,
  { channel, purpose, topic }: { channel: Channel; purpose: Purpose | undefined; topic: string | undefined },
  state: 'given' | 'withdrawn',
  contactPoint: string | undefined,
  { wording, version }: { wording: string; version: string },
): ConsentToRecord {
  return {
    recipient,
    id: v7(),
    state,
    contactPoint,
    channel,
    purpose,
    topic,
    method: METHOD,
    wording,
    wordingVersion: version,
    language,
    source,
    at: undefined,
    recordedBy: METHOD,
  };
}

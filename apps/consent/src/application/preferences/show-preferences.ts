import { Inject, Injectable } from '@nestjs/common';
import { DecisionFactsStore } from '../../storage/decision-facts.ts';
import { Policies } from '../../storage/policies.ts';
import { Preferences } from '../../storage/preferences.ts';
import { type PreferenceSheet, preferenceSheet } from './preference-sheet.ts';
import { recipientErased } from '../recipients/recipient-errors.ts';

/** What a recipient's preference page shows. */
@Injectable()
export class ShowPreferences {
  readonly #facts: DecisionFactsStore;
  readonly #policies: Policies;
  readonly #preferences: Preferences;

  constructor(
    @Inject(DecisionFactsStore) facts: DecisionFactsStore,
    @Inject(Policies) policies: Policies,
    @Inject(Preferences) preferences: Preferences,
  ) {
    this.#facts = facts;
    this.#policies = policies;
    this.#preferences = preferences;
  }

  /** @throws HermodError RECIPIENT_ERASED when nothing is kept about them, or nothing ever was: a link tells no difference. */
  async execute(recipient: string, now: Date): Promise<PreferenceSheet> {
    const [known, policy, preference] = await Promise.all([
      this.#facts.loadOne(recipient),
      this.#policies.newest(),
      this.#preferences.find(recipient),
    ]);
    if (known.facts.recipient !== 'known') throw recipientErased();
    return preferenceSheet(known, policy, preference?.quietHours, now);
  }
}

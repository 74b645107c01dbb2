/** What decisions rest on, for specs. */
import type { DecisionFacts } from '../src/decision.ts';
import { createRuleBook } from '../src/law/rule-book.ts';
import { NO_CONSENT } from '../src/ledger-entry.ts';

/** A place of which nothing is known, and no law. */
export const BARE_FACTS: DecisionFacts = {
  recipient: 'known',
  isWithdrawn: false,
  contactPoints: [],
  consent: NO_CONSENT,
  home: { addressTimeZones: [], countryTimeZones: [] },
  quietHours: [],
  caps: [],
  counted: [],
  rules: createRuleBook([], () => false),
};

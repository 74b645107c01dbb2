/**
 * What may be said to whom, as pure functions: the fold of the ledger, the fixed order of questions that every
 * message has to pass, and what an inbound text asks for. It refuses I/O, clocks and addresses: it sees contact
 * points by their ids only. Nothing is sent when in doubt.
 */
export { BASES, Basis } from './basis.ts';
export { decide } from './decide.ts';
export type {
  ContactPointFacts,
  Decision,
  DecisionFacts,
  DecisionRequest,
  HomePlace,
  PointPlace,
  PointTrouble,
  Suppression,
} from './decision.ts';
export type { Cap, Counted } from './caps.ts';
export { judgeConsent, type Verdict } from './gates/judge-consent.ts';
export { capsFor } from './gates/caps-for.ts';
export {
  createRuleBook,
  type IsHoliday,
  type Jurisdiction,
  type RuleBook,
  type RulesInForce,
} from './law/rule-book.ts';
export type { DeclaredHome, Law } from './law/law.ts';
export type { QuietHours } from './quiet-hours.ts';
export { endsWithoutUse } from './ends-without-use.ts';
export { evolveConsent } from './evolve-consent.ts';
export { findConsent, type ConsentQuestion } from './find-consent.ts';
export { BUILT_IN_LANGUAGES } from './law/built-in-languages.ts';
export { BUILT_IN_PACKS } from './law/built-in-packs.ts';
export { LanguagePack } from './law/language-pack.ts';
export { readLanguagePacks } from './law/read-language-packs.ts';
export { readRulePacks } from './law/read-rule-packs.ts';
export type { NamedText } from './law/read-yaml-files.ts';
export { Hours, RulePack, type RulePackInput, RulePackVersion } from './law/rule-pack.ts';
export { type ConsentState, type LedgerEntry, NO_CONSENT } from './ledger-entry.ts';
export { plainText } from './inbound/plain-text.ts';
export { explainInbound, type InboundReading, readInbound } from './inbound/read-inbound.ts';
export { type Vocabulary, vocabularyOf } from './inbound/vocabulary.ts';
export { type Reader, ruleInWords, type RuleInWords } from './rule-in-words.ts';

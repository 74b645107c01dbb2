/**
 * The HTTP API of Hermod as one table: every operation with its path, scope, schemas and answers, and a small typed
 * client that calls them. The API documents are generated from here, and tests hold services and answers to it.
 * Pure: it also runs in the browser. It knows the shape of requests and answers, never what to do about them.
 */
export * from './client/api-error.ts';
export { createClient, type ApiClient, type ClientOptions } from './client/create-client.ts';
export type { AnswerOf, Reply, RequestOf } from './client/operation-types.ts';
export { findBreaches, type GivenAnswer } from './find-breaches.ts';
export { matchOperation } from './match-operation.ts';
export * from './operation.ts';
export * from './operations.ts';
export * from './operations/consent-input.ts';
export * from './operations/consents.ts';
export * from './operations/dead-letters.ts';
export * from './operations/decisions.ts';
export * from './operations/events.ts';
export * from './operations/journey-exploration.ts';
export * from './operations/journey-simulation.ts';
export * from './operations/journey-versions.ts';
export * from './operations/journeys.ts';
export * from './operations/keys.ts';
export * from './operations/launches.ts';
export * from './operations/ledger.ts';
export * from './operations/messages.ts';
export * from './operations/policy.ts';
export { PAGE_LANGUAGES, PageLanguage } from './operations/pages.ts';
export * from './operations/preferences.ts';
export * from './operations/providers.ts';
export * from './operations/recipient-path.ts';
export { ContactPointInput, ContactPointView, RestoreInput } from './operations/contact-point.ts';
export * from './operations/recipients.ts';
export * from './operations/answers.ts';
export * from './operations/reviews.ts';
export * from './operations/runs.ts';
export * from './operations/senders.ts';
export * from './operations/signals.ts';
export * from './operations/system.ts';
export * from './operations/templates.ts';
export * from './operations/why.ts';
export * from './page.ts';
export * from './problem.ts';
export * from './storable.ts';

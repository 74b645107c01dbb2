/**
 * The journey language and its engine: reading and checking documents, deciding starts, advancing runs.
 * Pure: no I/O, no clock, no randomness. It says what should happen next, never whether it may be said or how.
 */
export {
  type AnswerableRun,
  type InboundToMatch,
  matchAnswer,
  type MatchedAnswer,
} from './answers/match-answer.ts';
export { advance, type Advanced } from './engine/advance.ts';
export type { Surroundings } from './engine/draft.ts';
export { type Millis, nextDue, type Run, type RunMessage } from './engine/run.ts';
export { type Beginning, decideOnce, decideStart, newRun } from './engine/start-run.ts';
export type { Effect, EventView, Stimulus, TimelineEntry, Why } from './engine/stimulus.ts';
export { check } from './language/check/check.ts';
export {
  findTemplateMistakes,
  type Templates,
  templateUses,
  type TemplateUse,
} from './language/check/find-message-mistakes.ts';
export { type CompiledJourney, compileJourney, compilePublished } from './language/compile-journey.ts';
export type { Finding, Problem } from './language/problem.ts';
export { type AudienceScope, compileExpression, holds, type Scope } from './language/condition.ts';
export { type Audience, type JourneyDocument, JourneySchema } from './language/journey-document.ts';
export { channelOf, messagesOf } from './language/messages-of.ts';
export { type Step, type StepKind, STEP_KINDS } from './language/steps.ts';
export { readJourney, readPublishedJourney, readSource } from './language/read-journey.ts';
export * from './simulate/index.ts';
export type {
  EndFigure,
  Exploration,
  ExploreOptions,
  LoopFigure,
  MessageFigure,
  PathLine,
  Shown,
  TimeFigure,
} from './explore/exploration.ts';
export { explore, exploreInPieces } from './explore/explore.ts';

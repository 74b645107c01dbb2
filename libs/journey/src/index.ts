/**
 * The journey language and its engine: reading and checking documents, deciding starts, advancing runs.
 * Pure: no I/O, no clock, no randomness. It says what should happen next, never whether it may be said or how.
 */
export { advance, type Advanced } from './engine/advance.ts';
export type { Surroundings } from './engine/draft.ts';
export { type Millis, nextDue, type Run, type RunMessage } from './engine/run.ts';
export { type Beginning, decideStart, newRun } from './engine/start-run.ts';
export type { Effect, EventView, Stimulus, TimelineEntry, Why } from './engine/stimulus.ts';
export { type CompiledJourney, compileJourney } from './language/compile-journey.ts';
export type { Problem } from './language/problem.ts';
export { compileExpression, holds, type Scope } from './language/condition.ts';
export { durationMs } from './language/duration.ts';
export { channelOf, type JourneyDocument, type Step } from './language/journey-document.ts';
export { readJourney } from './language/read-journey.ts';

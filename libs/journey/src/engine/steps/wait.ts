import { durationMs, isTimeZone, nextOpening } from '@hermod/calendar';
import type { CompiledStep } from '../../language/compile-journey.ts';
import { holds } from '../../language/condition.ts';
import type { LocalWindow } from '../../language/fields.ts';
import { toJson } from '../../language/json.ts';
import type { StepOf } from '../../language/steps.ts';
import { type Draft, MAX_VARIABLES } from '../draft.ts';
import type { HeardEvent, Millis } from '../run.ts';
import type { EventView, Leaving } from '../stimulus.ts';

/** Waits for a time, until an instant, or for an event; one that came already is taken at once. */
export function enterWait(draft: Draft, compiled: CompiledStep, visit: number): Leaving | undefined {
  const { id, wait } = compiled.step as StepOf<'wait'>;
  const heard = wait.on === undefined ? undefined : heardFor(draft, id);
  if (heard !== undefined) return happened(draft, id, wait.as, heard);
  const until = endOf(draft, compiled);
  if (typeof until === 'string')
    return { outcome: 'missing', why: { rule: 'there is no such instant', values: { missing: until } } };
  draft.setTimer('wait', until.at);
  draft.stand({ kind: 'wait', step: id, visit });
  draft.tell('waiting', {
    rule: 'wait',
    values: { ...until.values, until: new Date(until.at).toISOString() },
  });
  return undefined;
}

/** An event came while the run waits. */
export function hearAtWait(draft: Draft, stepId: string, event: EventView): Leaving | undefined {
  const compiled = draft.journey.steps.get(stepId)!;
  const { wait } = compiled.step as StepOf<'wait'>;
  if (!isAwaited(draft, compiled, event)) return undefined;
  if (draft.surroundings.paused === true) {
    rememberEvent(draft, stepId, event, wait.as);
    return undefined;
  }
  return happened(draft, stepId, wait.as, toHeard(draft, event, wait.as));
}

/** Remembers an event for the waits that count from the start of the run. */
export function rememberForWaits(draft: Draft, event: EventView): void {
  for (const [id, compiled] of draft.journey.steps) {
    const { step } = compiled;
    if (!('wait' in step) || step.wait.since !== 'start' || draft.run.position?.step === id) continue;
    if (isAwaited(draft, compiled, event)) rememberEvent(draft, id, event, step.wait.as);
  }
}

/** The event that a waiting run has held back while its journey was paused. */
export function takeHeard(draft: Draft, stepId: string): Leaving | undefined {
  const { wait } = draft.journey.steps.get(stepId)!.step as StepOf<'wait'>;
  const heard = heardFor(draft, stepId);
  return heard === undefined ? undefined : happened(draft, stepId, wait.as, heard);
}

/** The event that came already; a step may be called `constructor`. */
function heardFor(draft: Draft, stepId: string): HeardEvent | undefined {
  const { heard } = draft.run;
  return heard !== undefined && Object.hasOwn(heard, stepId) ? heard[stepId] : undefined;
}

function isAwaited(draft: Draft, { step, when }: CompiledStep, event: EventView): boolean {
  const { on } = (step as StepOf<'wait'>).wait;
  return on === event['type'] && (when === undefined || holds(when, draft.scope(event)).holds);
}

function toHeard(draft: Draft, event: EventView, as: string | undefined): HeardEvent {
  const heard = { id: String(event['id']), at: draft.now };
  return as === undefined ? heard : { ...heard, data: toJson(event['data']) ?? null };
}

/** Remembers that an event came, and its data as far as all that is remembered could be kept. */
function rememberEvent(draft: Draft, stepId: string, event: EventView, as: string | undefined): void {
  const whole = { ...draft.run.heard, [stepId]: toHeard(draft, event, as) };
  const fits = JSON.stringify(whole).length <= MAX_VARIABLES;
  draft.run.heard = fits ? whole : { ...whole, [stepId]: toHeard(draft, event, undefined) };
  if (draft.run.position?.step === stepId) draft.hold();
}

function happened(draft: Draft, stepId: string, as: string | undefined, heard: HeardEvent): Leaving {
  draft.clearTimer('wait');
  const { [stepId]: _taken, ...others } = draft.run.heard ?? {};
  if (Object.keys(others).length > 0) draft.run.heard = others;
  else delete draft.run.heard;
  const kept = as === undefined || ('data' in heard && draft.keep({ [as]: heard.data }));
  const values = { event: heard.id, at: new Date(heard.at).toISOString() };
  return {
    outcome: 'happened',
    why: { rule: 'the event came', values: kept ? values : { ...values, notKept: as } },
  };
}

/** When the wait ends by itself; or, in words, what is missing to know. */
function endOf(
  draft: Draft,
  { step, until }: CompiledStep,
): { readonly at: Millis; readonly values: Readonly<Record<string, unknown>> } | string {
  const { wait } = step as StepOf<'wait'>;
  const length = wait.for ?? wait.within;
  if (length !== undefined) return { at: draft.now + durationMs(length)!, values: { for: length } };
  if (until === undefined) return opening(draft, wait.until as LocalWindow);
  const outcome = until.evaluate(draft.scope());
  if ('missing' in outcome) return outcome.missing;
  const at = instantOf(outcome.value);
  return at === undefined ? `${until.source} is no instant` : { at, values: { rule: until.source } };
}

function opening(
  draft: Draft,
  { zone: fallback = 'UTC', ...hours }: LocalWindow,
): { at: Millis; values: Record<string, unknown> } {
  const own = draft.surroundings.recipient['timeZone'];
  const zone = typeof own === 'string' && isTimeZone(own) ? own : fallback;
  return { at: nextOpening(hours, zone, draft.now), values: { ...hours, zone } };
}

/** Instants are timestamps of CEL, or ISO 8601 with an offset as they stand in events. */
function instantOf(value: unknown): Millis | undefined {
  const isText = typeof value === 'string' && /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(value);
  const at = value instanceof Date ? value.getTime() : isText ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

import type { CompiledJourney } from '../language/compile-journey.ts';
import { Draft, type Surroundings } from './draft.ts';
import { enterStep } from './enter-step.ts';
import { hearEvent } from './hear-event.ts';
import { answered } from './answered.ts';
import { attempted, decided, optedOut, receipt } from './message-news.ts';
import type { Millis, Run } from './run.ts';
import type { Effect, Stimulus, Why } from './stimulus.ts';
import { tick } from './tick.ts';

/** What came of a stimulus. */
export interface Advanced {
  readonly run: Run;
  readonly effects: readonly Effect[];
}

/**
 * The journey engine: one pure, total function. It gives the same result in any order of stimuli that Kafka
 * topics can bring (a receipt before its acceptance, a withdrawal's answer before or after), and a stimulus
 * that says nothing new changes nothing: it returns the very run that it was given. What changes may be without an
 * effect, as an event that is only remembered.
 *
 * @param now milliseconds of the epoch, the database's clock
 */
export function advance(
  journey: CompiledJourney,
  run: Run,
  surroundings: Surroundings,
  stimulus: Stimulus,
  now: Millis,
): Advanced {
  const draft = new Draft(journey, run, surroundings, now);
  apply(draft, stimulus);
  return { run: isSame(run, draft.run) ? run : draft.run, effects: draft.effects };
}

/** Whatever changes of a run is replaced: its parts tell by themselves whether they are the same. */
function isSame(run: Run, other: Run): boolean {
  const parts = Object.keys(other) as (keyof Run)[];
  return parts.length === Object.keys(run).length && parts.every((part) => other[part] === run[part]);
}

function apply(draft: Draft, stimulus: Stimulus): void {
  switch (stimulus.kind) {
    case 'start':
      return start(draft);
    case 'event':
      return hearEvent(draft, stimulus.event);
    case 'decided':
      return decided(draft, stimulus);
    case 'attempted':
      return attempted(draft, stimulus);
    case 'receipt':
      return receipt(draft, stimulus);
    case 'answer':
      return answered(draft, stimulus);
    case 'opted-out':
      return optedOut(draft, stimulus);
    case 'cancel':
      return cancel(draft, stimulus);
    case 'tick':
      return tick(draft, stimulus);
  }
}

function start(draft: Draft): void {
  if (draft.run.status === 'ended' || draft.run.position !== undefined) return;
  draft.setTimer('expiry', draft.run.expiresAt);
  draft.effects.push({ kind: 'progress', what: 'started', step: draft.journey.document.steps[0]!.id });
  draft.tell('started', whyStarted(draft));
  enterStep(draft, draft.journey.document.steps[0]!.id);
}

/** A run of a launch was started by that; any other by an event. */
function whyStarted({ journey, surroundings }: Draft): Why {
  const { on, audience } = journey.document.start;
  if (audience === undefined) return { rule: journey.startWhen?.source ?? 'start.on', values: { on } };
  const event = on === undefined ? {} : { on, event: surroundings.start['id'] };
  return { rule: journey.audienceWhere?.source ?? 'start.audience', values: { ...event, audience: true } };
}

function cancel(draft: Draft, { why }: Extract<Stimulus, { kind: 'cancel' }>): void {
  if (draft.run.status === 'running') draft.end('cancelled', why);
}

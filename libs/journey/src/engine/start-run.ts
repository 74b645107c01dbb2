import { runId } from '@hermod/contracts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import { holds, type Scope } from '../language/condition.ts';
import type { Millis, Run } from './run.ts';
import type { EventView } from './stimulus.ts';

/** Whether an event starts a run; when not, why. */
export type Beginning =
  | { readonly starts: true; readonly once?: { readonly value: string; readonly withinMs: number } }
  | { readonly starts: false; readonly because: string };

/** Judges a start: event type, condition, and the value that `once` counts by. */
export function decideStart(journey: CompiledJourney, scope: Scope): Beginning {
  if (scope.event['type'] !== journey.document.start.on)
    return { starts: false, because: 'another event type' };
  if (journey.startWhen !== undefined) {
    const verdict = holds(journey.startWhen, scope);
    if (!verdict.holds)
      return { starts: false, because: verdict.missing ?? `start.when: ${journey.startWhen.source}` };
  }
  if (journey.once === undefined) return { starts: true };
  const per = journey.once.per.evaluate(scope);
  if ('missing' in per) return { starts: false, because: `start.once.per: ${per.missing}` };
  return { starts: true, once: { value: onceValue(per.value), withinMs: journey.once.withinMs } };
}

/** A run before its first step. */
export function newRun(
  journey: CompiledJourney,
  version: number,
  event: EventView,
  recipient: string,
  now: Millis,
): Run {
  const { document } = journey;
  return {
    format: 1,
    id: runId(document.journey, String(event['source']), String(event['id']), recipient),
    journey: document.journey,
    version,
    recipient,
    purpose: document.purpose,
    status: 'running',
    startedAt: now,
    expiresAt: now + journey.expiresMs,
    vars: {},
    visits: {},
    messages: {},
    timers: {},
  };
}

function onceValue(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part)) ?? 'null'
  );
}

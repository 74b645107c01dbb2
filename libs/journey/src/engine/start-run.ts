import { runId } from '@hermod/contracts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import { holds, type Scope } from '../language/condition.ts';
import { toJson } from '../language/json.ts';
import type { Millis, Run } from './run.ts';
import type { EventView } from './stimulus.ts';

/** What may start one run only. */
export interface OnceRule {
  /** The value that counts, as JSON. */
  readonly value: string;
  /** How long it counts, from the start of its run; without, as long as that run goes on. */
  readonly withinMs?: number;
}

/** Whether an event starts a run; when not, why. */
export type Beginning =
  { readonly starts: true; readonly once?: OnceRule } | { readonly starts: false; readonly because: string };

/** Judges a start by an event: its type, the condition, and the value that `once` counts by. */
export function decideStart(journey: CompiledJourney, scope: Scope): Beginning {
  if (scope.event['type'] !== journey.document.start.on)
    return { starts: false, because: 'another event type' };
  return decideOnce(journey, scope);
}

/** Judges a start whose occasion is given: the condition of `when`, and the value that `once` counts by. */
export function decideOnce(journey: CompiledJourney, scope: Scope): Beginning {
  if (journey.startWhen !== undefined) {
    const verdict = holds(journey.startWhen, scope);
    if (!verdict.holds)
      return { starts: false, because: verdict.missing ?? `start.when: ${journey.startWhen.source}` };
  }
  if (journey.once === undefined) return { starts: true };
  const per = journey.once.per.evaluate(scope);
  if ('missing' in per) return { starts: false, because: `start.once.per: ${per.missing}` };
  return { starts: true, once: onceRule(per.value, journey.once.withinMs) };
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

function onceRule(value: unknown, withinMs: number | undefined): OnceRule {
  const text = JSON.stringify(toJson(value) ?? null);
  return withinMs === undefined ? { value: text } : { value: text, withinMs };
}

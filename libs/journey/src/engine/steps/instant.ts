import { deriveId } from '@hermod/contracts';
import type { CompiledStep } from '../../language/compile-journey.ts';
import { holds } from '../../language/condition.ts';
import { toJson } from '../../language/json.ts';
import { armOutcome } from '../../language/outcomes.ts';
import type { StepOf } from '../../language/steps.ts';
import type { Draft } from '../draft.ts';
import type { Leaving } from '../stimulus.ts';

/** An event that so many journeys have passed on is not passed on again: it may be going round. */
const MOST_HOPS = 8;

/** Most characters of the data of an event that a journey publishes, as JSON. */
const MAX_PUBLISHED = 64 * 1024;

/** The first arm whose condition holds. What was missing is told, for a missing field makes a condition false. */
export function passBranch(draft: Draft, { conditions }: CompiledStep): Leaving {
  const scope = draft.scope();
  const missing: string[] = [];
  for (const [index, condition] of conditions.entries()) {
    const verdict = holds(condition, scope);
    if (verdict.holds)
      return { outcome: armOutcome(index), why: { rule: condition.source, values: { missing } } };
    if (verdict.missing !== undefined) missing.push(`${armOutcome(index)}: ${verdict.missing}`);
  }
  return { outcome: 'else', why: { rule: 'else', values: { missing } } };
}

/** The arm of the recipient's share: the same one whenever they come here, and independent of other steps. */
export function passSplit(draft: Draft, { step }: CompiledStep): Leaving {
  const { id, split } = step as StepOf<'split'>;
  const { journey, recipient } = draft.run;
  const hash = Number.parseInt(deriveId('split', journey, id, recipient).slice(0, 8), 16);
  const place = (hash / 2 ** 32) * 100;
  let sum = 0;
  const index = split.findIndex(({ share }) => (sum += share) > place);
  return { outcome: armOutcome(index), why: { rule: 'share', values: { share: split[index]!.share } } };
}

/** Sets variables; one whose value can't be computed stays as it was, and the story says so. */
export function passSet(draft: Draft, compiled: CompiledStep): Leaving {
  const { values, missing } = compute(draft, compiled);
  const kept = draft.keep(values);
  const notKept = kept ? {} : { notKept: 'the variables of a run have no more room' };
  const set = kept ? Object.keys(values) : [];
  return { outcome: 'next', why: { rule: 'set', values: { set, ...named(missing), ...notKept } } };
}

/** Publishes a domain event about the run's recipient. */
export function passPublish(draft: Draft, compiled: CompiledStep, visit: number): Leaving {
  const { id, publish } = compiled.step as StepOf<'publish'>;
  const hop = hopOf(draft.surroundings.start['hop']) + 1;
  if (hop > MOST_HOPS) {
    const values = { hop, most: MOST_HOPS };
    return { outcome: 'next', why: { rule: 'not published: too many hops', values } };
  }
  const { values: data, missing } = compute(draft, compiled);
  if (JSON.stringify(data).length > MAX_PUBLISHED)
    return { outcome: 'next', why: { rule: 'not published: too large', values: { most: MAX_PUBLISHED } } };
  const eventId = deriveId('published', draft.run.id, id, visit);
  draft.effects.push({ kind: 'publish', id: eventId, type: publish.type, data, hop });
  const values = { event: eventId, type: publish.type, hop, ...named(missing) };
  return { outcome: 'next', why: { rule: 'published', values } };
}

function hopOf(value: unknown): number {
  const hop = Number(value ?? 0);
  return Number.isInteger(hop) && hop >= 0 ? hop : MOST_HOPS;
}

/** The values of a step by name, and what was missing for those that have none. */
function compute(
  draft: Draft,
  { values }: CompiledStep,
): { values: Record<string, unknown>; missing: Record<string, string> } {
  const scope = draft.scope();
  const computed: [string, unknown][] = [];
  const missing: Record<string, string> = {};
  for (const [name, expression] of values) {
    const outcome = expression.evaluate(scope);
    const value = 'missing' in outcome ? undefined : toJson(outcome.value);
    if (value === undefined) missing[name] = 'missing' in outcome ? outcome.missing : 'no JSON';
    else computed.push([name, value]);
  }
  return { values: Object.fromEntries(computed), missing };
}

const named = (missing: Readonly<Record<string, string>>): { missing?: Readonly<Record<string, string>> } =>
  Object.keys(missing).length === 0 ? {} : { missing };

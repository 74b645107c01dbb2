import { durationMs } from '@hermod/calendar';
import type { CompiledStep } from '../../language/compile-journey.ts';
import { toJson } from '../../language/json.ts';
import type { StepOf } from '../../language/steps.ts';
import type { Draft } from '../draft.ts';
import type { EventView, Leaving } from '../stimulus.ts';

const MOST = 100;

/** Begins to collect: with the event that started the run, if it is of the kind. That may be all that there is room for. */
export function enterCollect(draft: Draft, compiled: CompiledStep, visit: number): Leaving | undefined {
  const { id, collect } = compiled.step as StepOf<'collect'>;
  const { start } = draft.surroundings;
  const first = start['type'] === typeOf(draft, collect) && visit === 1 ? [dataOf(start)] : [];
  draft.keep({ [nameOf(collect)]: first });
  draft.setTimer('wait', draft.now + durationMs(collect.for)!);
  draft.stand({ kind: 'collect', step: id, visit });
  draft.tell('collecting', { rule: 'collect', values: { for: collect.for } });
  return collectedAll(draft, id);
}

/** Whether an event belongs to what the step collects. */
export function isCollected(draft: Draft, stepId: string, event: EventView): boolean {
  const { step, key } = draft.journey.steps.get(stepId)!;
  if (event['type'] !== typeOf(draft, (step as StepOf<'collect'>).collect)) return false;
  if (key === undefined) return true;
  const [own, other] = [key.evaluate(draft.scope()), key.evaluate(draft.scope(event))];
  if ('missing' in own || 'missing' in other) return false;
  return JSON.stringify(toJson(own.value)) === JSON.stringify(toJson(other.value));
}

/** Adds an event to what was collected. */
export function collectEvent(draft: Draft, stepId: string, event: EventView): Leaving | undefined {
  const { collect } = draft.journey.steps.get(stepId)!.step as StepOf<'collect'>;
  const items = itemsOf(draft, collect);
  const values = { event: event['id'], number: items.length + 1 };
  const kept =
    items.length < (collect.most ?? MOST) && draft.keep({ [nameOf(collect)]: [...items, dataOf(event)] });
  draft.effects.push({ kind: 'collected', event: String(event['id']) });
  draft.tell(kept ? 'one more' : 'one too many', { rule: 'collect', values });
  return collectedAll(draft, stepId);
}

/** Leaves the step when it holds as many events as it may. */
export function collectedAll(draft: Draft, stepId: string): Leaving | undefined {
  const { collect } = draft.journey.steps.get(stepId)!.step as StepOf<'collect'>;
  if (itemsOf(draft, collect).length < (collect.most ?? MOST)) return undefined;
  if (draft.surroundings.paused === true) {
    draft.hold();
    return undefined;
  }
  draft.clearTimer('wait');
  return collected(draft, stepId, 'as many as it may hold');
}

/** The time has passed, or there is no more room. */
export function collected(draft: Draft, stepId: string, rule = 'the time has passed'): Leaving {
  const { collect } = draft.journey.steps.get(stepId)!.step as StepOf<'collect'>;
  return { outcome: 'collected', why: { rule, values: { events: itemsOf(draft, collect).length } } };
}

type Collect = StepOf<'collect'>['collect'];

const typeOf = (draft: Draft, { on }: Collect): string | undefined => on ?? draft.journey.document.start.on;
const nameOf = ({ as = 'collected' }: Collect): string => as;
const dataOf = (event: EventView): unknown => toJson(event['data']) ?? null;

function itemsOf(draft: Draft, collect: Collect): readonly unknown[] {
  const items = draft.run.vars[nameOf(collect)];
  return Array.isArray(items) ? (items as unknown[]) : [];
}

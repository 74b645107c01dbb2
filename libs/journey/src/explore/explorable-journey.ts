import { timeOfDayMs, WEEKDAYS } from '@hermod/calendar';
import type { Millis } from '../engine/run.ts';
import type { CompiledJourney, CompiledStep } from '../language/compile-journey.ts';
import type { Expression } from '../language/condition.ts';
import type { LocalWindow } from '../language/fields.ts';
import { armOutcome, nextStep } from '../language/outcomes.ts';
import type { Step, StepOf } from '../language/steps.ts';

/** The event by which a choice is made. Longer than the language allows a type to be, so no journey can mean it. */
export const CHOICE = '#'.repeat(256);

/** A step at which explore chooses: taken with the event `CHOICE`, passed with the next tick. */
export interface Choice {
  /** The step of the document that it stands for. */
  readonly step: string;
  /** The outcome when it is taken. */
  readonly taken: string;
  /** The outcome when it is passed; undefined where another choice of the same step follows. */
  readonly passed: string | undefined;
}

/** A journey that asks explore wherever it would ask data. */
export interface ExplorableJourney {
  /** For the engine, which runs it like any other. */
  readonly journey: CompiledJourney;
  readonly choices: ReadonlyMap<string, Choice>;
  /** Steps whose wait may take any time from none up to this one. */
  readonly anyTime: ReadonlyMap<string, Millis>;
}

const ALWAYS: Expression = { source: 'explore', evaluate: () => ({ value: true }) };
/** An event that is to end the run says so itself. */
const IF_IT_EXITS: Expression = {
  source: 'explore',
  evaluate: ({ event }) => ({ value: event['exits'] === true }),
};
const DAY_MS = 86_400_000;

/**
 * Makes a journey explorable without another engine: a branch or split becomes waits of no time, one for each arm, which
 * an event takes and a tick passes; an instant that data decides becomes such a choice between an instant and none; what
 * events have to fulfil, they fulfil. So every arm can be taken at every visit, whatever was taken before.
 */
export function toExplorable(journey: CompiledJourney): ExplorableJourney {
  const choices = new Map<string, Choice>();
  const anyTime = new Map<string, Millis>();
  const steps = new Map<string, CompiledStep>();
  const add = (compiled: CompiledStep, choice?: Choice): void => {
    steps.set(compiled.step.id, compiled);
    if (choice !== undefined) choices.set(compiled.step.id, choice);
  };
  for (const compiled of journey.steps.values()) {
    const { step } = compiled;
    if ('branch' in step || 'split' in step) chooseArm(step, add);
    else if ('wait' in step && step.wait.until !== undefined) {
      const isInstant = typeof step.wait.until === 'string';
      anyTime.set(step.id, isInstant ? Infinity : longestClosed(step.wait.until as LocalWindow));
      if (isInstant) chooseInstant(compiled, step, add);
      else add({ ...bare(compiled), step: { ...step, wait: { for: 'PT0S' } } });
    } else add(bare(compiled));
  }
  const exits = journey.exits.map(({ on, when }) =>
    when === undefined ? { on } : { on, when: IF_IT_EXITS },
  );
  return { journey: { ...journey, steps, exits }, choices, anyTime };
}

type Add = (compiled: CompiledStep, choice?: Choice) => void;

function chooseArm(step: StepOf<'branch'> | StepOf<'split'>, add: Add): void {
  const arms = 'branch' in step ? step.branch : step.split;
  // The last share is what the others leave.
  const choices = 'branch' in step ? arms : arms.slice(0, -1);
  for (const [index, { then }] of choices.entries()) {
    const isLast = index === choices.length - 1;
    const passed = 'branch' in step ? 'else' : armOutcome(arms.length - 1);
    const otherwise = 'branch' in step ? step.else : arms.at(-1)!.then;
    add(choiceBetween(chosenAs(step.id, index), then, isLast ? otherwise : chosenAs(step.id, index + 1)), {
      step: step.id,
      taken: armOutcome(index),
      passed: isLast ? passed : undefined,
    });
  }
}

/** The first choice has the name of its step, so that whatever leads there leads to it; no step can be called like the others. */
const chosenAs = (step: string, index: number): string => (index === 0 ? step : `${step}#${index + 1}`);

function choiceBetween(id: string, taken: string, passed: string): CompiledStep {
  const wait = { on: CHOICE, within: 'PT0S' };
  return { step: { id, wait, then: { happened: taken, timeout: passed } }, ...NOTHING, following: undefined };
}

/** There is no such instant when the choice is taken; passed, the wait ends at some time or the run before it. */
function chooseInstant({ following }: CompiledStep, step: StepOf<'wait'>, add: Add): void {
  const end = `${step.id}#missing`;
  const then = {
    happened: nextStep(step, 'missing', following) ?? end,
    ...named('timeout', nextStep(step, 'timeout', following)),
    ...named('limit', nextStep(step, 'limit', following)),
  };
  const wait = { on: CHOICE, within: 'PT0S' };
  const choosing = { ...step, wait, then };
  add(
    { step: choosing, ...NOTHING, following: undefined },
    { step: step.id, taken: 'missing', passed: 'timeout' },
  );
  add({ step: { id: end, end: 'missing' }, ...NOTHING, following: undefined });
}

const NOTHING = { conditions: [], values: [] } as const;

const named = (outcome: string, target: string | undefined): Record<string, string> =>
  target === undefined ? {} : { [outcome]: target };

/** A step without the expressions that would ask data. */
function bare({ step, following, when, values }: CompiledStep): CompiledStep {
  return {
    step: withoutKey(step),
    following,
    conditions: [],
    values: values.map(([name]) => [name, ALWAYS]),
    ...(when === undefined ? {} : { when: ALWAYS }),
  };
}

function withoutKey(step: Step): Step {
  if (!('collect' in step)) return step;
  const { key: _key, ...collect } = step.collect;
  return { ...step, collect };
}

/** The longest that somebody waits for hours to begin, on clocks that are not changed meanwhile. */
function longestClosed({ from, to, days }: LocalWindow): Millis {
  const [begins, ends] = [timeOfDayMs(from)!, timeOfDayMs(to)!];
  const opensFor = ends > begins ? ends - begins : ends - begins + DAY_MS;
  const open =
    days === undefined ? [] : WEEKDAYS.flatMap((day, index) => (days.includes(day) ? [index] : []));
  if (open.length === 0) return DAY_MS - opensFor;
  const gaps = open.map((day, index) => (open[index + 1] ?? open[0]! + 7) - day);
  return Math.max(...gaps) * DAY_MS - opensFor;
}

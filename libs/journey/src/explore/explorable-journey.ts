import { timeOfDayMs, WEEKDAYS } from '@hermod/calendar';
import type { Millis } from '../engine/run.ts';
import type { CompiledJourney, CompiledStep } from '../language/compile-journey.ts';
import type { Expression } from '../language/condition.ts';
import type { LocalWindow } from '../language/fields.ts';
import { armOutcome, nextStep } from '../language/outcomes.ts';
import type { Step, StepOf } from '../language/steps.ts';

/** What a step that the document doesn't have stands for. */
export interface StandIn {
  /** The step of the document. */
  readonly step: string;
  /** How many ways there are to choose between, where a run stands here only to choose. */
  readonly ways?: number;
  /** What is said for the outcomes that only explore knows; null: nothing. */
  readonly words: Readonly<Record<string, string | null>>;
}

/** A journey that asks explore wherever it would ask data. */
export interface ExplorableJourney {
  /** For the engine, which runs it like any other. */
  readonly journey: CompiledJourney;
  readonly standIns: ReadonlyMap<string, StandIn>;
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

/** Holds for the way that was chosen: it stands where the recipient's attributes do. */
const ifChosen = (way: number): Expression => ({
  source: `way ${way + 1}`,
  evaluate: ({ recipient }) => ({ value: recipient['way'] === way }),
});

/**
 * Makes a journey explorable without another engine. Before a branch or split the run stands still for no time, so that
 * explore can choose an arm, and goes on by a branch that asks for the choice; an instant that data decides becomes such a
 * choice between an instant and none; what events have to fulfil, they fulfil. So every arm can be taken at every visit,
 * whatever was taken before, and runs that come to the same step by many arms are one state there.
 */
export function toExplorable(journey: CompiledJourney): ExplorableJourney {
  const made: Made = { steps: new Map(), standIns: new Map(), anyTime: new Map() };
  for (const compiled of journey.steps.values()) {
    const { step } = compiled;
    const until = 'wait' in step ? step.wait.until : undefined;
    if ('branch' in step || 'split' in step) chooseArm(made, step);
    else if ('wait' in step && typeof until === 'string') chooseInstant(made, compiled, step);
    else if ('wait' in step && typeof until === 'object') {
      made.anyTime.set(step.id, longestClosed(until));
      made.steps.set(step.id, { ...bare(compiled), step: { ...step, wait: NO_TIME } });
    } else made.steps.set(step.id, bare(compiled));
  }
  const exits = journey.exits.map(({ on, when }) =>
    when === undefined ? { on } : { on, when: IF_IT_EXITS },
  );
  const { steps, standIns, anyTime } = made;
  return { journey: { ...journey, steps, exits }, standIns, anyTime };
}

interface Made {
  readonly steps: Map<string, CompiledStep>;
  readonly standIns: Map<string, StandIn>;
  readonly anyTime: Map<string, Millis>;
}

const NO_TIME = { for: 'PT0S' };

function chooseArm(made: Made, step: StepOf<'branch'> | StepOf<'split'>): void {
  const isSplit = 'split' in step;
  const arms = isSplit ? step.split : step.branch;
  // The last share is what the others leave.
  const asked = (isSplit ? arms.slice(0, -1) : arms).map(({ then }) => then);
  const otherwise = isSplit ? arms.at(-1)!.then : step.else;
  addChoice(made, { id: step.id }, asked, otherwise, isSplit ? { else: armOutcome(asked.length) } : {});
}

/** The run stands still at a wait of no time, then a branch goes the way that was chosen. No step can be called like it. */
function addChoice(
  { steps, standIns }: Made,
  step: { readonly id: string; readonly visits?: number | undefined; readonly then?: Record<string, string> },
  asked: readonly string[],
  otherwise: string,
  words: StandIn['words'],
): void {
  const { id, then, ...rest } = step;
  const which = `${id}#which`;
  const stop = { ...rest, id, wait: NO_TIME, then: { ...then, timeout: which } };
  const branch = asked.map((to, way) => ({ when: ifChosen(way).source, then: to }));
  steps.set(id, { step: stop, ...NOTHING });
  steps.set(which, {
    step: { id: which, branch, else: otherwise },
    ...NOTHING,
    conditions: asked.map((_, way) => ifChosen(way)),
  });
  standIns.set(id, { step: id, ways: asked.length + 1, words: { waiting: null, timeout: null } });
  standIns.set(which, { step: id, words });
}

/** There is no such instant, or the wait ends at some time or the run before it. */
function chooseInstant(made: Made, { following }: CompiledStep, step: StepOf<'wait'>): void {
  const { id, visits } = step;
  const [at, missing] = [`${id}#at`, `${id}#missing`];
  const [limit, timeout] = [nextStep(step, 'limit', following), nextStep(step, 'timeout', following)];
  const then = limit === undefined ? {} : { limit };
  addChoice(made, { id, visits, then }, [nextStep(step, 'missing', following) ?? missing], at, {
    [armOutcome(0)]: 'missing',
    else: null,
  });
  const ends = timeout === undefined ? {} : { then: { timeout } };
  made.steps.set(at, { step: { id: at, wait: NO_TIME, ...ends }, ...NOTHING });
  made.steps.set(missing, { step: { id: missing, end: 'missing' }, ...NOTHING });
  for (const standIn of [at, missing]) made.standIns.set(standIn, { step: id, words: {} });
  made.anyTime.set(at, Infinity);
}

const NOTHING = { following: undefined, conditions: [], values: [] } as const;

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

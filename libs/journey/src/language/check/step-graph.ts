import { durationMs } from '@hermod/calendar';
import { armOutcome, nextStep, outcomesOf } from '../outcomes.ts';
import { messagesOf, rungsOf } from '../messages-of.ts';
import type { Step } from '../steps.ts';
import { findRounds } from './find-rounds.ts';
import { type ReadPlace, readPlaces, type Sketch } from './sketch.ts';

/** A way from a step to another one, by their places in the graph. */
export interface Way {
  readonly from: number;
  readonly to: number;
  readonly outcome: string;
  /** The path at which it is written. */
  readonly field: string;
  /** How long the step before it lasts when nothing cuts its waiting short, in milliseconds. */
  readonly waitsMs: number;
  /** The step is passed without waiting for anything. */
  readonly isInstant: boolean;
  /** Only an arm whose condition never holds, or stands behind one that always does, leads here. */
  readonly isDead: boolean;
}

/** Steps, and the ways between them that can be gone. */
export interface StepGraph {
  readonly places: readonly ReadPlace[];
  readonly ways: readonly Way[];
  /** The ways out of each place. */
  readonly from: readonly (readonly Way[])[];
  /** Steps by the round to which they belong: two of the same number lie on a common round. */
  readonly rounds: readonly number[];
  /** Whether a run can come to a step again. */
  readonly comesBack: readonly boolean[];
}

/** Arms of branches that are never taken, by the path of the arm. */
export type DeadArms = ReadonlySet<string>;

/**
 * The graph of a document whose steps can all be read. `limit` is an outcome only where a run can come back; since it leads on,
 * it may make further rounds, and is looked at until there are no more.
 */
export function stepGraph(sketch: Sketch, dead: DeadArms): StepGraph {
  const places = readPlaces(sketch);
  const numbers = new Map<string, number>();
  for (const [number, { id }] of places.entries()) if (!numbers.has(id)) numbers.set(id, number);
  const all = places.flatMap((place, from) => waysOut(place, from, numbers, dead));
  const limited = new Set<number>();
  for (;;) {
    const ways = all.filter(({ outcome, from }) => outcome !== 'limit' || limited.has(from));
    const graph = connected(places, ways);
    const more = places.flatMap(({ step }, number) =>
      graph.comesBack[number] === true && !limited.has(number) && isLimited(step) ? [number] : [],
    );
    if (more.length === 0) return graph;
    for (const number of more) limited.add(number);
  }
}

/** Whether a step says how often a run may come to it. */
export function isLimited(step: Step): boolean {
  return 'visits' in step && step.visits !== undefined;
}

/** What can be reached from some places, those themselves left out unless a way leads back to them. */
export function reachable(
  from: readonly number[],
  out: StepGraph['from'],
  may: (way: Way) => boolean,
): Set<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const way of out[next]!) {
      if (reached.has(way.to) || !may(way)) continue;
      reached.add(way.to);
      open.push(way.to);
    }
  }
  return reached;
}

function connected(places: readonly ReadPlace[], ways: readonly Way[]): StepGraph {
  const from: Way[][] = places.map(() => []);
  for (const way of ways) from[way.from]!.push(way);
  const rounds = findRounds(from);
  const sizes = new Map<number, number>();
  for (const round of rounds) sizes.set(round, (sizes.get(round) ?? 0) + 1);
  const comesBack = rounds.map(
    (round, number) => sizes.get(round)! > 1 || from[number]!.some(({ to }) => to === number),
  );
  return { places, ways, from, rounds, comesBack };
}

function waysOut(
  { step, at, following }: ReadPlace,
  from: number,
  numbers: ReadonlyMap<string, number>,
  dead: DeadArms,
): Way[] {
  return outcomesOf(step).flatMap((outcome) => {
    const target = nextStep(step, outcome, following);
    const to = target === undefined ? undefined : numbers.get(target);
    if (to === undefined) return [];
    const field = fieldOf(step, at, outcome);
    const waitsMs = waitsBefore(step, outcome);
    return [
      { from, to, outcome, field, waitsMs, isInstant: isInstant(step, outcome), isDead: dead.has(field) },
    ];
  });
}

/** The path at which the target of an outcome is written; of one that isn't, the step's. */
function fieldOf(step: Step, at: string, outcome: string): string {
  if ('branch' in step || 'split' in step) {
    const [kind, arms] = 'branch' in step ? ['branch', step.branch] : ['split', step.split];
    const index = arms.findIndex((_, number) => armOutcome(number) === outcome);
    return index === -1 ? `${at}.else` : `${at}.${kind}[${index}].then`;
  }
  if (!('then' in step) || step.then === undefined) return at;
  if (typeof step.then === 'string') return `${at}.then`;
  return Object.hasOwn(step.then, outcome) ? `${at}.then.${outcome}` : at;
}

function isInstant(step: Step, outcome: string): boolean {
  const waits = messagesOf(step).messages.length > 0 || 'wait' in step || 'collect' in step;
  return !waits || outcome === 'limit' || outcome === 'missing';
}

/**
 * How long a step lasts with an outcome when nobody does anything before their time is up. A reaction and an awaited event may
 * come at once, and how long it is until hours open or an instant comes is not known here: those count nothing.
 */
export function waitsBefore(step: Step, outcome: string): number {
  if (outcome === 'exhausted' || outcome === 'silent')
    return (rungsOf(step) ?? []).reduce((sum, { within }) => sum + lengthOf(within), 0);
  if ('send' in step && outcome === 'sent') return lengthOf(step.within);
  if ('wait' in step && outcome === 'timeout') return lengthOf(step.wait.for ?? step.wait.within);
  if ('collect' in step && outcome === 'collected') return lengthOf(step.collect.for);
  return 0;
}

const lengthOf = (duration: string | undefined): number =>
  duration === undefined ? 0 : (durationMs(duration) ?? 0);

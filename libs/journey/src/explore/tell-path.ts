import type { Millis, Run } from '../engine/run.ts';
import type { Effect, TimelineEntry } from '../engine/stimulus.ts';
import type { PathLine } from './exploration.ts';
import { happen, type Happening } from './happening.ts';
import { type Ground, originOf, type Outcome, type Situation } from './situation.ts';
import type { State, Transition } from './state-graph.ts';

/** Something that happens on a path, and when. */
export interface Moment {
  readonly happening: Happening;
  readonly at: Millis;
}

/** The path on which each transition comes as early as it can. */
export function soonest(ways: readonly Transition[], from: Millis): Moment[] {
  let at = from;
  return ways.map(({ happening, minMs }) => {
    at += minMs;
    return { happening, at };
  });
}

/** How a run comes to a state as early as it can. */
export function waysTo(state: State): Transition[] {
  const ways: Transition[] = [];
  for (let by = state.earliestBy; by !== undefined; by = by.from.earliestBy) ways.push(by);
  return ways.reverse();
}

/** Plays a path once more, by the engine, and tells it: what is shown has happened just so. */
export function tellPath(
  ground: Ground,
  first: Run,
  moments: readonly Moment[],
  maxLines: number,
): readonly PathLine[] {
  const lines: PathLine[] = [];
  let situation: Situation = { run: first };
  for (const { happening, at } of moments) {
    const outcome = happen(ground, situation, happening, at);
    lines.push(...linesOf(ground, happening, outcome, at - first.startedAt));
    situation = outcome.situation;
  }
  return shortened(lines, maxLines);
}

/**
 * Tells the earliest path of a state, or of a transition from it, without playing all of it: each state on it is kept as the
 * path comes there. Of a path of more transitions than lines, only those at its two ends are played.
 */
export function tellEarliest(
  ground: Ground,
  startedAt: Millis,
  ways: readonly Transition[],
  maxLines: number,
): readonly PathLine[] {
  const half = Math.max(1, Math.ceil(maxLines / 2));
  const linesAt = ({ from, minMs, happening }: Transition): PathLine[] => {
    const at = from.earliestAt + minMs;
    return linesOf(ground, happening, happen(ground, from.situation, happening, at), at - startedAt);
  };
  if (ways.length <= 2 * half) return shortened(ways.flatMap(linesAt), maxLines);
  const [head, tail] = [ways.slice(0, half).flatMap(linesAt), ways.slice(-half).flatMap(linesAt)];
  const gap = { atMs: head.at(-1)?.atMs ?? 0, what: '… the middle is left out …' };
  return [...head.slice(0, half), gap, ...tail.slice(-half)];
}

function shortened(lines: readonly PathLine[], most: number): readonly PathLine[] {
  if (lines.length <= most) return lines;
  const half = Math.max(1, Math.floor((most - 1) / 2));
  const left = lines.length - 2 * half;
  const gap = { atMs: lines[half]!.atMs, what: `… ${left} more lines …` };
  return [...lines.slice(0, half), gap, ...lines.slice(-half)];
}

function linesOf(ground: Ground, happening: Happening, outcome: Outcome, atMs: Millis): PathLine[] {
  const told = outcome.effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.entry] : []));
  const collected = told.filter(({ what }) => what === 'one more').length;
  const entries = told.filter(({ what }, index) => what !== 'one more' || told[index - 1]?.what !== what);
  return entries.flatMap((entry) => {
    const what = wordsFor(ground, happening, outcome, entry, collected);
    if (what === undefined) return [];
    const step = entry.step === undefined ? undefined : originOf(ground.explorable, entry.step);
    return [step === undefined ? { atMs, what } : { atMs, step, what }];
  });
}

/** A line of the run's story in words; undefined for what only explore has put there. */
function wordsFor(
  ground: Ground,
  happening: Happening,
  { run, effects }: Outcome,
  entry: TimelineEntry,
  collected: number,
): string | undefined {
  const { what, why, message, step = '' } = entry;
  const own = ground.explorable.standIns.get(step)?.words[what];
  if (own !== undefined) return own === null ? undefined : `left: ${own}`;
  if (message !== undefined)
    return `${run.messages[message]!.channel} ${aboutMessage(happening, entry, effects)}`;
  if (what === 'started') return 'the run starts';
  if (what === 'ended') return `the run ends: ${String(why.values['outcome'])}`;
  if (what === 'waiting') return `waits${lengthOf(why.values)}`;
  if (what === 'collecting') return `collects events${lengthOf(why.values)}`;
  if (what === 'one more') return collected === 1 ? 'one more event' : `${collected} more events`;
  return `left: ${what}`;
}

function lengthOf({ for: length }: Readonly<Record<string, unknown>>): string {
  return typeof length === 'string' && length !== 'PT0S' ? ` for ${length}` : '';
}

function aboutMessage(
  happening: Happening,
  { what, why }: TimelineEntry,
  effects: readonly Effect[],
): string {
  if (what === 'requested') {
    const { rung, of, until } = why.values as Readonly<Record<string, string | number | undefined>>;
    return rung === undefined ? 'asked for' : `asked for (rung ${rung} of ${of}, until ${until})`;
  }
  if (what === 'unread' || what === 'no signal') return why.rule;
  if (what === 'refused' && happening.kind === 'refused' && happening.of === 'recipient')
    return 'refused, like everything to this recipient';
  const isTakenBack = effects.some(({ kind }) => kind === 'withdraw');
  return WORDS[what] ?? (isTakenBack ? `${what}, and taken back` : what);
}

const WORDS: Readonly<Record<string, string>> = {
  accepted: 'handed over',
  unknown: 'perhaps handed over',
  expired: 'not handed over in time',
};

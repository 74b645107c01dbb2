import { closest, SIGNALS, suggest } from '@hermod/contracts';
import type { Look } from '../compile-expressions.ts';
import { error, type Finding, warning } from '../problem.ts';
import type { Step } from '../steps.ts';
import { readPlaces, type Sketch } from './sketch.ts';
import { reachable, type StepGraph } from './step-graph.ts';

/** Most variables whose way through the steps is followed: that is work for each, and more than anybody writes. */
const MOST_FOLLOWED = 200;

/** What every event has, or may have (CloudEvents 1.0.2), besides extensions of its publisher. */
const EVENT_ATTRIBUTES = ['id', 'source', 'type', 'subject', 'time', 'data', 'recipient', 'priority', 'hop'];

/** Looks at what is never there, and conditions that are always the same. */
export function findValueMistakes(looks: readonly Look[], sketch: Sketch): Finding[] {
  const names = namesSet(sketch);
  return looks.flatMap((look) => [
    ...findConstant(look),
    ...look.paths.flatMap((path) => [
      ...findUnsetVariable(look, path, names),
      ...findStrangeAttribute(look, path),
      ...findStrangeSignal(look, path),
    ]),
  ]);
}

/** Variables that some step sets, yet none on a way to where they are looked at. */
export function findLateVariables(looks: readonly Look[], graph: StepGraph): Finding[] {
  const setters = Map.groupBy(graph.places.entries(), (entry) => namesSetBy(entry[1].step));
  const settersOf = (name: string): number[] =>
    [...setters].flatMap(([names, entries]) =>
      names.includes(name) ? entries.map(([number]) => number) : [],
    );
  const behind = new Map<string, Set<number>>();
  return looks.flatMap(({ field, where, paths }) => {
    if (typeof where !== 'object') return [];
    const number = graph.places.findIndex(({ at }) => at === where.step);
    return variablesOf(paths).flatMap((name) => {
      if (!behind.has(name) && behind.size >= MOST_FOLLOWED) return [];
      const from = settersOf(name);
      if (from.length === 0) return [];
      const known = behind.get(name) ?? reachable(from, graph.from, () => true);
      behind.set(name, known);
      if (known.has(number) || isCollectedHere(graph.places[number]?.step, name)) return [];
      return [warning(field, `\`vars.${name}\` is set only later`, 'set it in a step before this one')];
    });
  });
}

/** The value of `key` is asked for while its step collects already. */
function isCollectedHere(step: Step | undefined, name: string): boolean {
  return step !== undefined && 'collect' in step && namesSetBy(step).includes(name);
}

function namesSet(sketch: Sketch): ReadonlySet<string> {
  return new Set(readPlaces(sketch).flatMap(({ step }) => namesSetBy(step)));
}

function namesSetBy(step: Step): readonly string[] {
  if ('set' in step) return Object.keys(step.set);
  if ('collect' in step) return [step.collect.as ?? 'collected'];
  if ('ask' in step) return step.as === undefined ? [] : [step.as];
  return 'wait' in step && step.wait.as !== undefined ? [step.wait.as] : [];
}

function variablesOf(paths: Look['paths']): string[] {
  const names = paths.flatMap(([root, name]) => (root === 'vars' && name !== undefined ? [name] : []));
  return [...new Set(names)];
}

function findConstant({ field, source, constant }: Look): Finding[] {
  if (constant === undefined || !/when$|where$/.test(field)) return [];
  const always = constant === true ? 'always' : 'never';
  return [
    warning(field, `\`${source}\` ${always} holds`, 'look at the event or the recipient, or leave it out'),
  ];
}

function findUnsetVariable(
  { field, where }: Look,
  [root, name]: readonly string[],
  names: ReadonlySet<string>,
): Finding[] {
  if (root !== 'vars' || where === 'audience') return [];
  if (where === 'start')
    return [error(field, 'a run has no variables before it began', 'look at `event` or `recipient`')];
  if (name === undefined || names.has(name)) return [];
  const meant = closest(name, [...names]);
  const set = `a \`set\`, or \`as: ${name}\` of a wait or collect, gives it a value`;
  return [
    error(
      field,
      `no step sets \`vars.${name}\``,
      meant === undefined ? set : `did you mean \`vars.${meant}\`?`,
    ),
  ];
}

function findStrangeAttribute({ field }: Look, [root, name]: readonly string[]): Finding[] {
  if ((root !== 'event' && root !== 'start') || name === undefined || EVENT_ATTRIBUTES.includes(name))
    return [];
  // The names of extensions are lower-case letters and digits (CloudEvents 1.0.2, 3.1).
  const message = /^[a-z0-9]{1,20}$/.test(name)
    ? `\`${root}.${name}\` is no attribute of events, unless their publisher adds it`
    : `no event has an attribute \`${name}\``;
  return [warning(field, message, `what it is about stands in its data: ${root}.data.${name}`)];
}

function findStrangeSignal({ field }: Look, [root, name]: readonly string[]): Finding[] {
  if (root !== 'lastSignal' || name === undefined || (SIGNALS as readonly string[]).includes(name)) return [];
  return [error(field, `there is no signal \`${name}\``, suggest(name, SIGNALS, 'the signals are'))];
}

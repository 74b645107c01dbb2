import { durationMs } from '@hermod/calendar';
import { suggest } from '@hermod/contracts';
import type { ReadPlace, Sketch } from './check/sketch.ts';
import { readPlaces } from './check/sketch.ts';
import type { CompiledJourney, CompiledStep } from './compiled-journey.ts';
import { compileExpression, type Expression, type Place, type ScopeOf, type Wanted } from './condition.ts';
import type { Path } from './expression-tree.ts';
import type { JourneyDocument } from './journey-document.ts';
import { error, type Finding } from './problem.ts';

/** What an expression looks at, and where it stands. */
export interface Look {
  readonly field: string;
  readonly source: string;
  /** What kind of place it is: what comes before the run, its steps (with the path of the step), or the end of it. */
  readonly where: 'start' | 'audience' | 'exit' | { readonly step: string };
  readonly paths: readonly Path[];
  /** The value, where it is the same for every run. */
  readonly constant?: unknown;
}

/** The expressions of a document, compiled as far as they can be. */
export interface Expressions extends Pick<CompiledJourney, 'startWhen' | 'once' | 'audienceWhere' | 'exits'> {
  readonly steps: readonly CompiledStep[];
  readonly looks: readonly Look[];
  readonly findings: readonly Finding[];
}

const NAMES: Readonly<Record<Place, readonly string[]>> = {
  run: ['event', 'start', 'recipient', 'vars', 'now'],
  audience: ['recipient', 'lastEvent', 'lastSignal', 'event', 'now'],
};

type Compile<P extends Place = 'run'> = (
  source: string,
  field: string,
  wanted: Wanted,
) => Expression<ScopeOf<P>>;

/** Compiles every expression of a document; what can't be is a finding. */
export function compileExpressions(sketch: Sketch): Expressions {
  const found = { looks: [] as Look[], findings: [] as Finding[] };
  const { start, exit } = sketch.head;
  const atStart = compileIn('run', 'start', found);
  const atExit = compileIn('run', 'exit', found);
  const where = start?.audience?.where;
  return {
    exits: (exit ?? []).map(({ on, when }, index) =>
      when === undefined ? { on } : { on, when: atExit(when, `exit[${index}].when`, 'bool') },
    ),
    ...(start?.when === undefined ? {} : { startWhen: atStart(start.when, 'start.when', 'bool') }),
    ...(start?.once === undefined ? {} : { once: compileOnce(start.once, atStart) }),
    ...(where === undefined
      ? {}
      : {
          audienceWhere: compileIn('audience', 'audience', found)(where, 'start.audience.where', 'bool'),
        }),
    steps: readPlaces(sketch).map((place) => compileStep(place, compileIn('run', { step: place.at }, found))),
    ...found,
  };
}

function compileIn<P extends Place>(
  place: P,
  where: Look['where'],
  found: { looks: Look[]; findings: Finding[] },
): Compile<P> {
  return (source, field, wanted) => {
    const compiled = compileExpression(source, wanted, place);
    if ('evaluate' in compiled) {
      const { paths } = compiled;
      found.looks.push({ field, source, where, paths, ...constantOf(compiled) });
      return compiled;
    }
    found.findings.push(error(field, compiled.message, fixOf(compiled.message, place)));
    return { source, evaluate: () => ({ missing: compiled.message }) };
  };
}

/** The value of an expression that looks at nothing. */
function constantOf<S>({
  paths,
  evaluate,
}: {
  paths: readonly Path[];
  evaluate: Expression<S>['evaluate'];
}): {
  constant?: unknown;
} {
  if (paths.length > 0) return {};
  const outcome = evaluate({} as S);
  return 'missing' in outcome ? { constant: false } : { constant: outcome.value };
}

function fixOf(message: string, place: Place): string {
  const names = NAMES[place];
  const offer = `expressions are CEL over ${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
  const [, unknown] = /^Unknown variable: (\w+)/.exec(message) ?? [];
  if (unknown === undefined) return offer;
  const meant = suggest(unknown, names, '');
  if (meant.startsWith('did')) return meant;
  return `${offer}; a field of the event is event.data.${unknown}, a text stands in quotes`;
}

function compileOnce(
  { per, within }: NonNullable<JourneyDocument['start']['once']>,
  compile: Compile,
): NonNullable<CompiledJourney['once']> {
  const compiled = compile(per, 'start.once.per', 'any');
  return within === undefined ? { per: compiled } : { per: compiled, withinMs: durationMs(within)! };
}

function compileStep({ step, at, following }: ReadPlace, compile: Compile): CompiledStep {
  const named = (values: Readonly<Record<string, string>>, field: string): [string, Expression][] =>
    Object.entries(values).map(([name, source]) => [name, compile(source, `${at}.${field}.${name}`, 'any')]);
  const arms = 'branch' in step ? step.branch : [];
  const wait = 'wait' in step ? step.wait : {};
  const key = 'collect' in step ? step.collect.key : undefined;
  const published = 'publish' in step ? named(step.publish.data ?? {}, 'publish.data') : [];
  return {
    step,
    following,
    conditions: arms.map((arm, n) => compile(arm.when, `${at}.branch[${n}].when`, 'bool')),
    ...(wait.when === undefined ? {} : { when: compile(wait.when, `${at}.wait.when`, 'bool') }),
    ...(typeof wait.until === 'string' ? { until: compile(wait.until, `${at}.wait.until`, 'instant') } : {}),
    ...(key === undefined ? {} : { key: compile(key, `${at}.collect.key`, 'any') }),
    values: 'set' in step ? named(step.set, 'set') : published,
  };
}

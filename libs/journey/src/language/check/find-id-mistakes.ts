import { suggest } from '@hermod/contracts';
import { nextStep, outcomesOf } from '../outcomes.ts';
import { error, type Finding } from '../problem.ts';
import type { Step } from '../steps.ts';
import { readPlaces, type ReadPlace, type Sketch } from './sketch.ts';

/** Ids that are there twice or that nobody has, and outcomes that a step does not have. */
export function findIdMistakes(sketch: Sketch): Finding[] {
  const ids = sketch.places.flatMap(({ id }) => id ?? []);
  const known = new Set(ids);
  return [
    ...findDoubleIds(sketch),
    ...readPlaces(sketch).flatMap((place) => [
      ...findUnknownTargets(place, ids, known),
      ...findForeignOutcomes(place),
    ]),
  ];
}

function findDoubleIds({ places }: Sketch): Finding[] {
  const seen = new Map<string, string>();
  return places.flatMap(({ id, at }) => {
    if (id === undefined) return [];
    const first = seen.get(id);
    if (first === undefined) return (seen.set(id, at), []);
    const message = `there is a step \`${id}\` already, at ${first}`;
    return [error(`${at}.id`, message, 'give each step an id of its own')];
  });
}

function findUnknownTargets(
  { step, at }: ReadPlace,
  ids: readonly string[],
  known: ReadonlySet<string>,
): Finding[] {
  return targetsOf(step, at)
    .filter(({ target }) => !known.has(target))
    .map(({ field, target }) =>
      error(field, `there is no step \`${target}\``, suggest(target, ids, 'the steps are')),
    );
}

function targetsOf(step: Step, at: string): { field: string; target: string }[] {
  if ('branch' in step || 'split' in step) {
    const [kind, list] = 'branch' in step ? ['branch', step.branch] : ['split', step.split];
    const arms = list.map(({ then }, index) => ({ field: `${at}.${kind}[${index}].then`, target: then }));
    return 'else' in step ? [...arms, { field: `${at}.else`, target: step.else }] : arms;
  }
  if (!('then' in step) || step.then === undefined) return [];
  if (typeof step.then === 'string') return [{ field: `${at}.then`, target: step.then }];
  return Object.entries(step.then).map(([outcome, target]) => ({ field: `${at}.then.${outcome}`, target }));
}

function findForeignOutcomes({ step, at }: ReadPlace): Finding[] {
  const outcomes = outcomesOf(step);
  const named = 'then' in step && typeof step.then === 'object' ? Object.keys(step.then) : [];
  return named
    .filter((outcome) => !outcomes.includes(outcome))
    .map((outcome) => {
      const fix =
        outcome === 'limit'
          ? 'say with `visits` how often a run may come here'
          : suggest(outcome, outcomes, 'its outcomes are');
      return error(`${at}.then.${outcome}`, `this step has no outcome \`${outcome}\``, fix);
    });
}

/** At the last step an outcome that `then` leaves out has no next step to go on to, so the run would end unsaid. */
export function findMissingOutcomes(sketch: Sketch): Finding[] {
  const last = readPlaces(sketch).at(-1);
  if (last === undefined || last.following !== undefined) return [];
  const { step, at } = last;
  if (!('then' in step) || typeof step.then !== 'object') return [];
  return outcomesOf(step)
    .filter((outcome) => outcome !== 'limit' && outcome !== 'missing')
    .filter((outcome) => nextStep(step, outcome, undefined) === undefined)
    .map((outcome) =>
      error(
        `${at}.then`,
        `nothing is said for the outcome \`${outcome}\`, and no step follows`,
        `name a step for \`${outcome}\`, or put an \`end\` behind this one`,
      ),
    );
}

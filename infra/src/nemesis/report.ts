import { untested } from './checker/check.ts';
import { tellAnswers } from './tell-answers.ts';
import { tellRaces } from './races/tell-races.ts';
import { storyOf } from './checker/story.ts';
import { tableOf } from './checker/table.ts';
import type { NemesisOptions } from './options.ts';
import type { CheckedRun } from './run-and-check.ts';

const STORIES_EACH = 2;

/** What a run did and what was found, as lines. */
export function tellRun({ evidence, checked }: CheckedRun): string[] {
  const { faults, quietAt, lastFaultAt } = evidence;
  const kinds = [...Map.groupBy(faults, ({ kind }) => kind)].map(([kind, all]) => `${kind} ${all.length}`);
  const never = untested(checked);
  return [
    '',
    `  run ${evidence.nemesis}: ${evidence.events.length} events taken, ${evidence.calls.length} provider calls, ${evidence.stops.length} STOPs, ${evidence.signals.length} signals, ${evidence.answers.length} answers`,
    `  faults: ${kinds.sort().join(', ')}`,
    quietAt === undefined
      ? `  it did not come to rest: ${JSON.stringify(evidence.left)}`
      : `  at rest ${((quietAt - lastFaultAt) / 1000).toFixed(1)} s after the last fault and event`,
    ...tellRaces(evidence),
    ...tellAnswers(evidence),
    '',
    ...tableOf(checked)
      .split('\n')
      .map((line) => `  ${line}`),
    ...(never.length === 0 ? [] : ['', `  never tested: ${never.join(', ')}`]),
    '',
  ];
}

/** For each broken invariant what broke it, the stories of some, and how to do it again. */
export function explainBreaches({ evidence, broken }: CheckedRun, options: NemesisOptions): string[] {
  if (broken.length === 0) return [];
  const lines = broken.flatMap(({ invariant, finding }) => [
    `  ${invariant.name} was broken ${finding.breaches.length} times:`,
    ...finding.breaches
      .slice(0, STORIES_EACH)
      .flatMap((breach) => [
        `    ${breach.words}`,
        ...storyOf(evidence, breach).map((line) => `      ${line}`),
        '',
      ]),
  ]);
  const { events, stops, minutes, seed, faults } = options;
  return [
    ...lines,
    `  again: npm run nemesis -- --events ${events} --stops ${stops} --minutes ${minutes} --seed ${seed} --faults ${faults} --keep`,
    '',
  ];
}

import { toClockText } from '@hermod/calendar';
import {
  describeExpected,
  describeObserved,
  judge,
  type JudgedRow,
  simulate,
  type Simulation,
} from '@hermod/journey';
import { builtInLaw } from '@hermod/places';
import type { Mistake } from '../documents/check-source.ts';
import { shownPath } from '../documents/source-file.ts';
import { loadScenario, mistakesOf } from './load-scenario.ts';

/** More than anybody reads. */
const MOST_NOTES = 20;

/** What was expected beside what happened, in words. */
export interface ToldRow extends Pick<JudgedRow, 'verdict' | 'differences'> {
  readonly expected?: string;
  readonly happened?: string;
}

/** How a scenario went. */
export interface PlayedScenario {
  /** As it is shown: relative to the working folder where it lies in it. */
  readonly file: string;
  /** What it shows; its file where it can't be read. */
  readonly scenario: string;
  readonly passed: boolean;
  /** By whose clocks times are shown. */
  readonly timeZone?: string;
  readonly rows: readonly ToldRow[];
  readonly mistakes: readonly Mistake[];
  /** Runs that did not start, and why: often the reason for what is missing. */
  readonly notes: readonly string[];
  /** Everything that happened, line by line with its why. */
  readonly story: readonly string[];
}

/** Plays a scenario and judges it. One that can't be read or played has failed, with its mistakes. */
export function runScenario(path: string, cwd: string): PlayedScenario {
  const file = shownPath(path, cwd);
  const loaded = loadScenario(path, cwd);
  if ('mistakes' in loaded) return notPlayed({ file, scenario: file }, loaded.mistakes);
  const { scenario, journeys, templates, locate } = loaded;
  const about = { file, scenario: scenario.scenario };
  try {
    const simulation = simulate(scenario, journeys, { templates, law: builtInLaw() });
    const { passed, rows } = judge(scenario, simulation);
    const { timeZone, stopped } = simulation;
    const mistakes = simulation.mistakes.map(locate);
    if (stopped !== undefined) mistakes.push({ message: `it was stopped: ${stopped}` });
    const told = { rows: rows.map((row) => toldRow(row, timeZone)), notes: notesOf(simulation) };
    return { ...about, passed, timeZone, mistakes, ...told, story: storyOf(simulation) };
  } catch (error) {
    return notPlayed(about, mistakesOf(error).map(locate));
  }
}

function notPlayed(
  about: Pick<PlayedScenario, 'file' | 'scenario'>,
  mistakes: readonly Mistake[],
): PlayedScenario {
  return { ...about, passed: false, rows: [], mistakes, notes: [], story: [] };
}

function notesOf({ story, timeZone }: Simulation): string[] {
  return story
    .filter(({ what }) => what === 'not started')
    .slice(0, MOST_NOTES)
    .map(({ at, journey, why }) => `${toClockText(at, timeZone)}  ${journey} did not start: ${why?.rule}`);
}

function storyOf({ story, timeZone }: Simulation): string[] {
  return story.map(({ at, journey, step, what, why }) => {
    const where = [journey, step].filter((part) => part !== undefined).join(' ');
    const because = why === undefined ? '' : `: ${why.rule}`;
    return `${toClockText(at, timeZone)}  ${where === '' ? '' : `${where}  `}${what}${because}`;
  });
}

function toldRow({ verdict, differences, expected, happened }: JudgedRow, zone: string): ToldRow {
  return {
    verdict,
    differences,
    ...(expected === undefined ? {} : { expected: describeExpected(expected, zone) }),
    ...(happened === undefined ? {} : { happened: describeObserved(happened, zone) }),
  };
}

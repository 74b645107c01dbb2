import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command, Surroundings } from '../command.ts';
import { JOURNEYS_FOLDER } from '../documents/project.ts';
import { reasonOf } from '../documents/source-file.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { readArguments } from '../read-arguments.ts';
import { counted } from '../terminal/counted.ts';
import { findScenarios } from './find-scenarios.ts';
import { toJUnit } from './junit.ts';
import { type PlayedScenario, runScenario } from './run-scenario.ts';
import { tellScenario } from './tell-scenario.ts';

/** `hermod test`: without a running Hermod, with the engine and the consent policy that Hermod itself uses. */
export const testCommand: Command = {
  usage: ['test [PATH…] [--story] [--json] [--junit FILE]'],
  about: `Plays scenarios on a virtual clock, without a running Hermod, and compares what happened with what was expected:
messages, refusals, ends and published events, in their order, at their times, and nothing else. A folder stands for the
files in it that end in .test.yaml, .test.yml or .test.json; without a path, for ${JOURNEYS_FOLDER}/. A scenario that
failed is shown as two timelines side by side, by the clocks of its recipient.`,
  options: [
    ['--story', 'everything that happened too, line by line with its why'],
    ['--json', 'one JSON document: each scenario with its lines'],
    ['--junit FILE', 'writes the results as JUnit XML too'],
  ],
  run: (args, around) => Promise.resolve(test(args, around)),
};

function test(args: readonly string[], around: Surroundings): ExitCode {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    story: { type: 'boolean' },
    junit: { type: 'string' },
  });
  const { cwd, out } = around;
  const paths = findScenarios(positionals.length === 0 ? [JOURNEYS_FOLDER] : positionals, cwd);
  const withStory = values.story === true;
  const played: PlayedScenario[] = [];
  for (const path of paths) {
    const one = runScenario(path, cwd);
    played.push(one);
    if (values.json !== true) tellScenario(out, one, withStory);
  }
  const failed = played.filter(({ passed }) => !passed).length;
  if (values.junit !== undefined) writeReport(resolve(cwd, values.junit), toJUnit(played));
  if (values.json === true) out.json({ scenarios: played.map((one) => asJson(one, withStory)), failed });
  else out.line(`${counted(played.length, 'scenario')}, ${failed} failed`);
  return failed === 0 ? EXIT.fine : EXIT.findings;
}

function asJson({ story, ...played }: PlayedScenario, withStory: boolean): object {
  return withStory ? { ...played, story } : played;
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Failure(`${path} can't be written: ${reasonOf(error)}`, { cause: error });
  }
}

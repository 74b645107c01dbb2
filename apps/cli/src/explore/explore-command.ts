import { resolve } from 'node:path';
import { explore, type Exploration, readJourney } from '@hermod/journey';
import type { Command, Surroundings } from '../command.ts';
import { type CheckedSource, checkSource } from '../documents/check-source.ts';
import { filesIn, isFolder, readProject } from '../documents/project.ts';
import { readSourceFile, type SourceFile } from '../documents/source-file.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Failure, UsageError } from '../failure.ts';
import { readArguments } from '../read-arguments.ts';
import { tellMistakes } from '../validate/tell-mistakes.ts';
import { tellExploration } from './tell-exploration.ts';

/** More would need more memory than a machine of a developer has to spare. */
const MOST_STATES = 1_000_000;

/** `hermod explore`: without a running Hermod, by the engine that Hermod itself uses. */
export const exploreCommand: Command = {
  usage: ['explore FILE… [--paths] [--states N] [--json]'],
  about: `Walks through every combination of outcomes of journeys, without a running Hermod, and tells what can happen to one
recipient: most messages, in all and in 24 hours and on each channel, how long it can take, how runs can end, steps that
nothing leads to, loops. A folder stands for the journeys in it and in its journeys/. Conditions are taken as independent
of each other, and messages are not deferred. Ends with 1 when a journey has mistakes or dead steps, or more states than
were looked at.`,
  options: [
    ['--paths', 'shows how it comes to each figure'],
    ['--states N', 'most states that are looked at in a journey (200000)'],
    ['--json', 'one JSON document: each journey with its figures and paths'],
  ],
  run: (args, around) => Promise.resolve(exploreFiles(args, around)),
};

interface Explored {
  readonly checked: CheckedSource;
  /** Undefined when the journey has mistakes. */
  readonly exploration: Exploration | undefined;
}

function exploreFiles(args: readonly string[], { cwd, out }: Surroundings): ExitCode {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    paths: { type: 'boolean' },
    states: { type: 'string' },
  });
  if (positionals.length === 0)
    throw new UsageError(
      'there is no file to explore',
      'name one or several: hermod explore journeys/*.yaml',
    );
  const limits = values.states === undefined ? {} : { maxStates: readStates(values.states) };
  const explored = positionals
    .flatMap((path) => journeysAt(path, cwd))
    .map((file) => exploreFile(file, limits));
  if (values.json === true) out.json({ journeys: explored.map(toJson) });
  for (const { checked, exploration } of values.json === true ? [] : explored) {
    if (exploration === undefined) tellMistakes(out, checked);
    else tellExploration(out, checked.file.shown, exploration, values.paths === true);
  }
  return explored.every(
    ({ exploration }) => exploration?.complete === true && exploration.deadSteps.length === 0,
  )
    ? EXIT.fine
    : EXIT.findings;
}

function readStates(text: string): number {
  const states = Number(text);
  if (Number.isInteger(states) && states >= 1 && states <= MOST_STATES) return states;
  throw new UsageError(`--states ${text} is no number from 1 to ${MOST_STATES}`);
}

function journeysAt(path: string, cwd: string): SourceFile[] {
  if (!isFolder(resolve(cwd, path))) return [readSourceFile(path, cwd)];
  const found = [...filesIn(resolve(cwd, path), cwd), ...readProject(path, cwd).journeys];
  if (found.length > 0) return found;
  throw new Failure(`there is no journey in ${path}`, { fix: 'they end in .yaml, .yml or .json' });
}

function exploreFile(file: SourceFile, limits: { maxStates?: number }): Explored {
  const checked = checkSource(file, 'journey');
  if (checked.mistakes.length > 0) return { checked, exploration: undefined };
  return { checked, exploration: explore(readJourney(file.text, file.format), limits) };
}

function toJson({ checked, exploration }: Explored): object {
  const { file, mistakes } = checked;
  return exploration === undefined ? { file: file.shown, mistakes } : { file: file.shown, ...exploration };
}

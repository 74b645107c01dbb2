import { resolve } from 'node:path';
import type { Command, Surroundings } from '../command.ts';
import { type CheckedSource, checkSource, type SourceKind } from '../documents/check-source.ts';
import { filesIn, isFolder, readProject } from '../documents/project.ts';
import { readSourceFile, type SourceFile } from '../documents/source-file.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Failure, UsageError } from '../failure.ts';
import { readArguments } from '../read-arguments.ts';
import { counted } from '../terminal/counted.ts';
import { checkedAsJson, tellMistakes } from './tell-mistakes.ts';

interface ToCheck {
  readonly file: SourceFile;
  readonly kind?: SourceKind;
}

/** `hermod validate`: without a running Hermod, with the check that Hermod itself uses. */
export const validateCommand: Command = {
  usage: ['validate FILE… [--json]'],
  about: `Checks journeys, templates and scenarios, as YAML or JSON, without a running Hermod. What a file holds is seen by its
content; a template is called as its file. A folder stands for the journeys and templates in it, in its journeys/ and in its
templates/. Each mistake is told with its line and column, its path in the document, and what mends it; so is each warning,
which is for you to think about and fails nothing. Templates that a journey uses and nobody has are found when it is
published.`,
  options: [['--json', 'one JSON document: each file with its mistakes and warnings']],
  run: (args, around) => Promise.resolve(validate(args, around)),
};

function validate(args: readonly string[], around: Surroundings): ExitCode {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  if (positionals.length === 0)
    throw new UsageError('there is no file to check', 'name one or several: hermod validate journeys/*.yaml');
  const checked = positionals
    .flatMap((path) => toCheck(path, around.cwd))
    .map((one) => ('mistakes' in one ? one : checkSource(one.file, one.kind)));
  const mistakes = checked.reduce((sum, one) => sum + one.mistakes.length, 0);
  if (values.json === true) around.out.json(checkedAsJson(checked));
  else {
    for (const one of checked) tellMistakes(around.out, one);
    const warnings = checked.reduce((sum, one) => sum + one.warnings.length, 0);
    const figures = [counted(checked.length, 'file'), counted(mistakes, 'mistake')];
    around.out.line([...figures, ...(warnings === 0 ? [] : [counted(warnings, 'warning')])].join(', '));
  }
  return mistakes === 0 ? EXIT.fine : EXIT.findings;
}

/** A file that can't be read is a mistake like any other: the rest is checked all the same. */
function toCheck(path: string, cwd: string): (ToCheck | CheckedSource)[] {
  try {
    return isFolder(resolve(cwd, path)) ? filesOfFolder(path, cwd) : [{ file: readSourceFile(path, cwd) }];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const file: SourceFile = { shown: path, path: resolve(cwd, path), format: 'yaml', text: '' };
    const mistake = { message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) };
    return [{ file, kind: undefined, id: undefined, value: undefined, mistakes: [mistake], warnings: [] }];
  }
}

function filesOfFolder(path: string, cwd: string): ToCheck[] {
  const { journeys, templates } = readProject(path, cwd);
  const found = [
    ...filesIn(resolve(cwd, path), cwd).map((file): ToCheck => ({ file })),
    ...journeys.map((file): ToCheck => ({ file, kind: 'journey' })),
    ...templates.map((file): ToCheck => ({ file, kind: 'template' })),
  ];
  if (found.length > 0) return found;
  throw new Failure(`there is no journey and no template in ${path}`, {
    fix: 'they end in .yaml, .yml or .json',
  });
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command, Surroundings } from '../command.ts';
import { JOURNEYS_FOLDER, TEMPLATES_FOLDER } from '../documents/project.ts';
import { reasonOf, shownPath } from '../documents/source-file.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { withGateway } from '../gateway/with-gateway.ts';
import { readArguments } from '../read-arguments.ts';
import { paint } from '../terminal/output.ts';
import { planPull, type PlannedFile } from './plan-pull.ts';
import { loadRemote } from './remote.ts';
import { folderOf } from './shared-arguments.ts';

/** `hermod pull`: what was made in the console comes into git. */
export const pullCommand: Command = {
  usage: ['pull [FOLDER] [--force] [--json]'],
  about: `Writes the drafts of all journeys into journeys/ and all templates into templates/ of a folder (default: the working
folder), as YAML; a document that has a file keeps it. A file that says something else is left alone, and the command
ends with 1, unless --force replaces it. Nothing is ever removed.`,
  options: [
    ['--force', 'replace files that differ'],
    ['--json', 'one JSON document: what became of each file'],
  ],
  run: pull,
};

async function pull(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    force: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const folder = resolve(around.cwd, folderOf(positionals));
  const remote = await withGateway(around, loadRemote);
  const plan = planPull(remote, {
    journey: join(folder, JOURNEYS_FOLDER),
    template: join(folder, TEMPLATES_FOLDER),
    cwd: around.cwd,
  });
  const done = plan.map((file): Done => {
    const what = file.state === 'differs' && values.force === true ? 'replaced' : file.state;
    if (what === 'new' || what === 'replaced') write(file, around.cwd);
    return { what, kind: file.kind, id: file.id, file: shownPath(file.path, around.cwd) };
  });
  if (values.json === true) around.out.json({ documents: done });
  else tell(around, done);
  return done.some(({ what }) => what === 'differs') ? EXIT.findings : EXIT.fine;
}

type Done = {
  readonly what: PlannedFile['state'] | 'replaced';
  readonly kind: string;
  readonly id: string;
  readonly file: string;
};

const STYLES = { new: 'green', replaced: 'yellow', same: 'dim', differs: 'red' } as const;

function tell({ out, err }: Surroundings, done: readonly Done[]): void {
  for (const { what, kind, id, file } of done)
    out.line(paint(STYLES[what], what.padEnd(9)), `${kind} ${id}  `, paint('dim', file));
  if (done.length === 0) out.line('Hermod has no journey and no template');
  const kept = done.filter(({ what }) => what === 'differs').length;
  if (kept > 0)
    err.line(
      `${kept} of ${done.length} files say something else; \`hermod diff\` shows it, --force replaces them`,
    );
}

function write({ path, text }: PlannedFile, cwd: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw new Failure(`${shownPath(path, cwd)} can't be written: ${reasonOf(cause)}`, {
      code: 'FILE_UNWRITABLE',
      cause,
    });
  }
}

import { structuredPatch } from 'diff';
import type { Command, Surroundings } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { withGateway } from '../gateway/with-gateway.ts';
import { readArguments } from '../read-arguments.ts';
import { type Output, paint, type Style } from '../terminal/output.ts';
import { compare, type Pair, textsOf } from './compare.ts';
import { readLocal } from './local.ts';
import { loadRemote } from './remote.ts';
import { folderOf, hasMistakes } from './shared-arguments.ts';

const CONTEXT_LINES = 3;

/** `hermod diff`: what `push` would change. */
export const diffCommand: Command = {
  usage: ['diff [FOLDER] [--json]'],
  about: `Shows what differs between the journeys/ and templates/ of a folder (default: the working folder) and the drafts in
Hermod, as \`push\` would change it: lines with - go, lines with + come. Ends with 1 when something differs.`,
  options: [['--json', 'one JSON document: each document with how it stands']],
  run: diff,
};

async function diff(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  const local = readLocal(folderOf(positionals), around.cwd);
  const json = values.json === true;
  if (hasMistakes(local, around, json)) return EXIT.findings;
  const pairs = compare(local, await withGateway(around, loadRemote));
  const differing = pairs.filter(({ state }) => state !== 'same');
  if (json) around.out.json({ documents: pairs.map(asJson), differences: differing.length });
  else tell(around.out, differing, pairs.length);
  return differing.length === 0 ? EXIT.fine : EXIT.findings;
}

function asJson(pair: Pair): object {
  const { kind, id, local, state } = pair;
  return { kind, id, file: local?.file.shown, state, ...(state === 'changed' ? textsOf(pair) : {}) };
}

function tell(out: Output, differing: readonly Pair[], all: number): void {
  for (const pair of differing) {
    const { kind, id, state } = pair;
    if (state === 'only-remote') out.line(paint('bold', `${kind} ${id}`), ': only in Hermod');
    else if (state === 'only-local') out.line(paint('bold', `${kind} ${id}`), ': only here');
    else tellChange(out, pair);
  }
  out.line(
    differing.length === 0
      ? `no difference in ${all} documents`
      : `${differing.length} of ${all} documents differ`,
  );
}

const STYLES: Readonly<Record<string, Style>> = { '-': 'red', '+': 'green' };

function tellChange(out: Output, pair: Pair): void {
  const { local, remote } = textsOf(pair);
  const options = { context: CONTEXT_LINES };
  const { hunks } = structuredPatch('hermod', 'folder', remote, local, undefined, undefined, options);
  out.line(paint('bold', `--- Hermod, ${pair.kind} ${pair.id}`));
  out.line(paint('bold', `+++ ${pair.local?.file.shown ?? ''}`));
  for (const { oldStart, oldLines, newStart, newLines, lines } of hunks) {
    out.line(paint('cyan', `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`));
    for (const line of lines) {
      const style = STYLES[line.charAt(0)];
      out.line(style === undefined ? line : paint(style, line));
    }
  }
}

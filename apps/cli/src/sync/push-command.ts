import type { ApiClient } from '@hermod/api';
import type { Command, Surroundings } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { withGateway } from '../gateway/with-gateway.ts';
import { readArguments } from '../read-arguments.ts';
import { type Output, paint } from '../terminal/output.ts';
import { compare } from './compare.ts';
import { readLocal } from './local.ts';
import { pushDocument, type Pushed } from './push-document.ts';
import { loadRemote } from './remote.ts';
import { folderOf, hasMistakes } from './shared-arguments.ts';

/** `hermod push`: git is the source, Hermod follows. */
export const pushCommand: Command = {
  usage: ['push [FOLDER] [--publish] [--json]'],
  about: `Puts the templates/ and journeys/ of a folder (default: the working folder) into Hermod: templates take effect at once,
journeys become drafts. Everything is checked first; with a mistake nothing is put. What Hermod has already is left as it
is, so a push can be repeated; nothing is ever removed. Ends with 1 when Hermod refuses a document.`,
  options: [
    ['--publish', 'publish the journeys too; the same source again makes no new version'],
    ['--json', 'one JSON document: what became of each'],
  ],
  run: push,
};

async function push(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    publish: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const folder = folderOf(positionals);
  const local = readLocal(folder, around.cwd);
  const json = values.json === true;
  if (local.length === 0)
    throw new Failure(`there is nothing to push in ${folder}`, {
      code: 'FOLDER_EMPTY',
      fix: 'journeys are in its journeys/, templates in its templates/, as .yaml, .yml or .json',
    });
  if (hasMistakes(local, around, json)) return EXIT.findings;
  const pushed = await withGateway(around, async (client) => {
    const pairs = compare(local, await loadRemote(client)).filter(({ state }) => state !== 'only-remote');
    return pushAll(client, pairs, values.publish === true, json ? undefined : around.out);
  });
  if (json) around.out.json({ documents: pushed });
  return pushed.some(({ what }) => what === 'refused') ? EXIT.findings : EXIT.fine;
}

/** One after the other, templates first: a journey is published only when its templates are there. */
async function pushAll(
  client: ApiClient,
  pairs: ReturnType<typeof compare>,
  publish: boolean,
  out: Output | undefined,
): Promise<Pushed[]> {
  const pushed: Pushed[] = [];
  for (const pair of pairs) {
    const one = await pushDocument(client, pair, publish);
    pushed.push(one);
    if (out !== undefined) tell(out, one);
  }
  return pushed;
}

const STYLES = { new: 'green', changed: 'yellow', kept: 'dim', refused: 'red' } as const;

function tell(out: Output, { kind, id, what, version, refusal }: Pushed): void {
  const published = version === undefined ? '' : `, published as version ${version}`;
  out.line(paint(STYLES[what], what.padEnd(8)), `${kind} ${id}${published}`);
  if (refusal === undefined) return;
  const { detail, fix, problems } = refusal;
  if (problems.length < 2) out.line('    ', detail);
  for (const problem of problems.length < 2 ? [] : problems)
    out.line('    ', `${problem.field}  ${problem.message}`);
  if (fix !== undefined) out.line(paint('dim', '    fix: '), fix);
}

import type { AudiencePreviewView, LaunchView } from '@hermod/api';
import { JsonObject } from '@hermod/contracts';
import type { Command, Surroundings } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { UsageError } from '../failure.ts';
import { withGateway } from '../gateway/with-gateway.ts';
import { readArguments } from '../read-arguments.ts';
import { type Output, paint } from '../terminal/output.ts';
import { readList } from './read-list.ts';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = { data: TEXT, format: TEXT, key: TEXT, preview: FLAG, json: FLAG };

/** A list is checked as a whole before it is answered, in milliseconds. */
const LIST_DEADLINE_MS = 10 * 60_000;

/** `hermod launch`: starts a journey for its audience or for a list. */
export const launchCommand: Command = {
  usage: [
    'launch JOURNEY --preview [--json]',
    'launch JOURNEY [--data JSON] [--key KEY] [--json]',
    'launch JOURNEY LIST|- [--format csv|ndjson] [--key KEY] [--json]',
  ],
  about: `Starts a published journey for everybody of its audience, or for the recipients of a list: a table with a column
\`recipient\` (.csv), or one JSON object with \`recipient\` and \`data\` a line (.ndjson). A list with a wrong row is refused as a
whole, and its problems are told by line. Runs start behind the answer, at the audience's pace.`,
  options: [
    ['--preview', 'start nothing, and count whom the draft would choose'],
    ['--data JSON', 'what conditions and templates see as event.data'],
    ['--format FORMAT', 'csv or ndjson, where the name of the file does not say'],
    ['--key KEY', 'your own name for this launch: the same again starts nothing'],
    ['--json', 'the answer as one JSON document'],
  ],
  run: launch,
};

async function launch(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [id, path, ...more] = positionals;
  if (id === undefined || more.length > 0)
    throw new UsageError('name one journey, and one list at most', 'as in `hermod launch recall recall.csv`');
  const { out } = around;
  if (values.preview === true) {
    if (path !== undefined) throw new UsageError('a list has no preview', 'leave --preview or the list out');
    const preview = await withGateway(around, (client) =>
      client.call('previewAudience', { params: { id }, body: {} }),
    );
    if (values.json === true) out.json(preview);
    else tellPreview(out, preview);
    return EXIT.fine;
  }
  const launched = await start(id, path, values, around);
  if (values.json === true) out.json(launched);
  else tellLaunch(out, launched);
  return EXIT.fine;
}

async function start(
  id: string,
  path: string | undefined,
  { data, format, key }: { data?: string | undefined; format?: string | undefined; key?: string | undefined },
  around: Surroundings,
): Promise<LaunchView> {
  const about = { params: { id }, headers: key === undefined ? {} : { 'idempotency-key': key } };
  if (path === undefined) {
    const body = { data: dataOf(data) };
    return withGateway(around, (client) => client.call('startLaunch', { ...about, body }));
  }
  if (data !== undefined) throw new UsageError('a list says its own data', 'put it into the rows');
  const { text, contentType } = await readList(path, format, around);
  const request = { ...about, body: text, contentType, deadlineMs: LIST_DEADLINE_MS };
  return withGateway(around, (client) => client.call('startLaunch', request));
}

function dataOf(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  try {
    return JsonObject.parse(JSON.parse(text));
  } catch {
    throw new UsageError('--data is no JSON object', `write it such as --data '{"code":"X"}'`);
  }
}

function tellLaunch(out: Output, { id, journey, version, kind, state, listed, pace }: LaunchView): void {
  const whom = kind === 'list' ? `${listed} recipients of a list` : 'its audience';
  out.line(paint('green', state), `: ${journey}, version ${version}, for ${whom}, ${pace} a second at most`);
  out.line('  launch  ', paint('bold', id));
}

function tellPreview(out: Output, { seen, chosen, missing, sample, complete }: AudiencePreviewView): void {
  const whole = complete ? '' : ', and there are more than it had time for';
  out.line(paint('bold', `${chosen} of ${seen}`), ` recipients would be chosen${whole}`);
  if (sample.length > 0) out.line('  such as ', sample.slice(0, 5).join(', '));
  if (missing.count === 0) return;
  out.line(paint('yellow', `  of ${missing.count} something is missing`), `: ${missing.because ?? ''}`);
}

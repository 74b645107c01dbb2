import type { ApiClient, MessageView } from '@hermod/api';
import { RecipientId } from '@hermod/contracts';
import type { Command, Surroundings } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Failure, UsageError } from '../failure.ts';
import { unlessMissing, withGateway } from '../gateway/with-gateway.ts';
import { readArguments } from '../read-arguments.ts';
import type { Output } from '../terminal/output.ts';
import { messageStory, tellMessage } from './message-story.ts';
import { findRecipient, tellRecipient, type ToldRecipient } from './recipient-story.ts';
import { runStory, tellRun, type ToldRun, withMessages } from './run-story.ts';

/** What an id turned out to be. */
type Subject =
  | ({ readonly kind: 'run' } & ToldRun)
  | { readonly kind: 'message'; readonly message: MessageView }
  | ({ readonly kind: 'recipient' } & ToldRecipient);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_RUNS = 200;

/** `hermod explain`: why somebody got a message, or nothing. */
export const explainCommand: Command = {
  usage: ['explain RUN|MESSAGE|RECIPIENT [--limit N] [--json]'],
  about: `Tells the story behind an id, as a person would: of a run, what happened when and why; of a message, its permission, each
hand-over and what was reported; of a recipient, where they can be reached, what they allowed, their runs, and the newest
of those in full. What the id is, is found out. Times are UTC; addresses are shown in part.`,
  options: [
    ['--limit N', 'how many runs and consents of a recipient at most (default 10)'],
    ['--json', 'what Hermod knows as one JSON document, with the story'],
  ],
  run: explain,
};

async function explain(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    limit: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [id] = positionals;
  if (id === undefined || positionals.length > 1)
    throw new UsageError('explain takes one id', 'name a run, a message or a recipient');
  const limit = limitOf(values.limit ?? '10');
  const subject = await withGateway(around, (client) => find(client, id, limit));
  if (values.json === true) around.out.json(asJson(subject));
  else tell(around.out, subject);
  return EXIT.fine;
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_RUNS) return limit;
  throw new UsageError(`--limit is a whole number from 1 to ${MOST_RUNS}, not ${text}`);
}

/** Runs and messages have UUIDs, and a recipient may have one too. */
async function find(client: ApiClient, id: string, limit: number): Promise<Subject> {
  if (UUID.test(id)) {
    const params = { params: { id } };
    const [run, message] = await Promise.all([
      unlessMissing(client.call('getRun', params)),
      unlessMissing(client.call('getMessage', params)),
    ]);
    if (run !== undefined) return { kind: 'run', ...(await withMessages(client, run)) };
    if (message !== undefined) return { kind: 'message', message };
  }
  if (!RecipientId.safeParse(id).success)
    throw new Failure(`${id} is no id`, {
      code: 'NO_ID',
      fix: 'people are found by their recipient id, never by a number or an email address',
    });
  const recipient = await findRecipient(client, id, limit);
  if (recipient !== undefined) return { kind: 'recipient', ...recipient };
  throw new Failure(`nobody knows ${id}`, {
    code: 'NOT_FOUND',
    fix: 'it is no run, no message that was permitted (refused ones stand in the story of their run), and no recipient',
  });
}

function tell(out: Output, subject: Subject): void {
  switch (subject.kind) {
    case 'run':
      return tellRun(out, subject);
    case 'message':
      return tellMessage(out, subject.message);
    case 'recipient':
      return tellRecipient(out, subject);
  }
}

function asJson(subject: Subject): object {
  switch (subject.kind) {
    case 'run':
      return { ...subject, story: runStory(subject) };
    case 'message':
      return { ...subject, story: messageStory(subject.message) };
    case 'recipient':
      return { ...subject, story: subject.newest === undefined ? [] : runStory(subject.newest) };
  }
}

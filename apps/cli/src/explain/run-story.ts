import type { ApiClient, MessageView, RunView } from '@hermod/api';
import { unlessMissing } from '../gateway/with-gateway.ts';
import { type Output, paint } from '../terminal/output.ts';
import { wordsOf } from './message-story.ts';
import { phraseOf } from './run-phrases.ts';
import { type StoryLine, tellStory } from './story.ts';
import { elapsedInWords } from './time-in-words.ts';
import { messageName, wordOf } from './words.ts';

/** A run with those of its messages that delivery knows: what was refused never came so far. */
export interface ToldRun {
  readonly run: RunView;
  readonly messages: readonly MessageView[];
}

/** More messages than most runs have; the story is told without the channels of the rest. */
const MOST_MESSAGES = 40;

/** Looks up the messages of a run, for a timeline doesn't say on which channel they are. */
export async function withMessages(client: ApiClient, run: RunView): Promise<ToldRun> {
  const ids = [...new Set(run.timeline.flatMap(({ message }) => message ?? []))].slice(0, MOST_MESSAGES);
  const found = await Promise.all(
    ids.map((id) => unlessMissing(client.call('getMessage', { params: { id } }))),
  );
  return { run, messages: found.filter((message) => message !== undefined) };
}

/** The lines of a run's story, as they happened. */
export function runStory({ run, messages }: ToldRun): StoryLine[] {
  const channels = channelsOf(run, messages);
  return run.timeline.map((entry) => ({
    at: entry.at,
    text: phraseOf(entry, entry.message === undefined ? undefined : channels.get(entry.message)),
    traceId: entry.traceId,
  }));
}

/** Tells a run from its beginning to where it is now. */
export function tellRun(out: Output, told: ToldRun): void {
  const { run, messages } = told;
  out.line(
    'Run ',
    paint('bold', run.id),
    ` of journey ${run.journey}, version ${run.version}, about ${run.recipient}`,
  );
  out.line(standOf(run));
  tellStory(out, runStory(told));
  if (messages.length === 0) return;
  out.line();
  out.line('Messages (hermod explain <id> tells of each hand-over)');
  for (const message of messages) {
    const { id, channel, status, template } = message;
    const words = wordsOf(message);
    const quoted = words === undefined ? '' : `: “${words}”`;
    out.line('  ', id, '  ', `${messageName(channel)}, ${status}, template ${template}${quoted}`);
  }
}

/** How a run stands, in one sentence. */
export function standOf({ status, outcome, startedAt, endedAt }: Omit<RunView, 'timeline'>): string {
  if (status === 'running') return `It is under way since ${startedAt}.`;
  const took =
    endedAt === undefined ? '' : ` after ${elapsedInWords(Date.parse(endedAt) - Date.parse(startedAt))}`;
  return `It ended as ${outcome ?? 'nothing'}${took}.`;
}

/** Delivery knows the channels of what was permitted; of what was refused, consent's reason names it. */
function channelsOf(run: RunView, messages: readonly MessageView[]): Map<string, string> {
  const channels = new Map<string, string>();
  for (const { message, why } of run.timeline) {
    const channel = wordOf(why.values['channel']);
    if (message !== undefined && channel !== undefined) channels.set(message, channel);
  }
  for (const { id, channel } of messages) channels.set(id, channel);
  return channels;
}

import type { AttemptView, MessageView } from '@hermod/api';
import { type RenderedContent, textOf } from '@hermod/channels';
import { type Output, paint } from '../terminal/output.ts';
import { phraseOf } from './run-phrases.ts';
import { ruleInWords, withoutCode } from './rule-in-words.ts';
import { type StoryLine, tellStory } from './story.ts';
import { aMessage, listed, sentence } from './words.ts';

const STATUS: Readonly<Record<MessageView['status'], string>> = {
  queued: 'it waits to be handed over',
  sending: 'it is being handed over',
  accepted: 'the provider has taken it',
  failed: 'it could not be sent',
  expired: 'it was not handed over in time',
  withdrawn: 'it was taken back before it left',
  deferred: 'its permission ran out before it left; consent is asked again',
  unknown: 'nobody knows whether it was sent',
};

/** The lines of a message's story: its permission, its hand-overs, and what was reported of it. */
export function messageStory(message: MessageView): StoryLine[] {
  const { permission, attempts, receipts = [], channel } = message;
  const lines = [
    { at: permission.decidedAt, text: `it may be sent, because ${ruleInWords(permission.why)}` },
    ...attempts.flatMap(attemptLines),
    ...receipts.map(({ kind, at, provider, reason }) => ({
      at,
      text: phraseOf(
        {
          at,
          what: kind,
          message: message.id,
          why: { rule: reason ?? `${kind} reported`, values: provider === undefined ? {} : { provider } },
        },
        channel,
      ),
    })),
  ];
  return lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function attemptLines({
  provider,
  state,
  calledAt,
  closedAt,
  startedAt,
  reason,
  providerMessageId,
  resends,
}: AttemptView): StoryLine[] {
  const why = reason === null ? '' : `: ${withoutCode(reason)}`;
  const again = resends === null ? '' : ', once more, because nobody knows of the last time';
  const called = calledAt === null ? [] : [{ at: calledAt, text: `the call to ${provider} begins${again}` }];
  const named = providerMessageId === null ? '' : ` as ${providerMessageId}`;
  const ENDS: Readonly<Record<AttemptView['state'], string | undefined>> = {
    started: undefined,
    uncalled: `${provider} was not called after all${why}`,
    retry: `${provider} did not take it${why}; it was not sent for sure, so it is tried again`,
    unknown: `nobody knows whether ${provider} took it${why}`,
    accepted: `${provider} took it${named}${why}`,
    failed: `${provider} refused it${why}`,
  };
  const end = ENDS[state];
  return end === undefined ? called : [...called, { at: closedAt ?? calledAt ?? startedAt, text: end }];
}

/** Tells a message from its permission to what was last reported. */
export function tellMessage(out: Output, message: MessageView): void {
  const { id, channel, recipient, journey, step, topic, purpose, template, status, reason } = message;
  out.line('Message ', paint('bold', id), `: ${aMessage(channel)} to ${recipient}`);
  out.line(
    listed([
      `journey ${journey}`,
      `step ${step}`,
      `template ${template}`,
      purpose,
      topic === undefined ? '' : `topic ${topic}`,
    ]),
  );
  out.line(sentence(STATUS[status]), reason === null ? '.' : `: ${withoutCode(reason)}.`);
  const words = wordsOf(message);
  if (words !== undefined) out.line(`It says “${words}”.`);
  tellStory(out, messageStory(message));
  for (const note of notesOf(message)) out.line(paint('yellow', 'note: '), note);
  if (message.runId === null) return;
  out.line();
  out.line('It belongs to run ', message.runId, ' (hermod explain tells its story)');
}

/** What a person reads, on one line; undefined when it can't be told. */
export function wordsOf({ content }: Pick<MessageView, 'content'>): string | undefined {
  if (content === undefined) return undefined;
  return textOf(content as RenderedContent).replace(/\s*\n\s*/g, ' – ');
}

/** What one should know before believing the rest. */
function notesOf({ notes = [], contentProblem, templateChanged }: MessageView): string[] {
  return [
    ...notes,
    ...(contentProblem === undefined ? [] : [`its words can't be told: ${contentProblem}`]),
    ...(templateChanged === undefined
      ? []
      : ['the template was changed since: what was sent may have said something else']),
  ];
}

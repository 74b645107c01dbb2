/** Which message of which run an inbound answers. */
import type { Channel, InboundAnswer, InboundMeaning } from '@hermod/contracts';
import type { Run, RunMessage } from '../engine/run.ts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import type { Step } from '../language/steps.ts';
import { readReply } from './read-reply.ts';

/** A run of the person who wrote. */
export interface AnswerableRun {
  readonly run: Run;
  readonly journey: CompiledJourney;
}

/** What a person wrote, tapped or clicked. */
export interface InboundToMatch {
  readonly channel: Channel;
  /** Our number, agent or mailbox that it came to. */
  readonly to?: string | undefined;
  readonly text: string;
  /** How consent understood it. */
  readonly meaning?: InboundMeaning | undefined;
  readonly answer?: InboundAnswer | undefined;
}

export interface MatchedAnswer {
  readonly runId: string;
  readonly messageId: string;
  /** The id of the reply; absent where it is none of those that were offered. */
  readonly reply?: string;
}

/** Texts, pictures and RCS come in one thread of a phone. */
const THREADS: Readonly<Record<Channel, string>> = {
  sms: 'phone',
  mms: 'phone',
  rcs: 'phone',
  email: 'email',
  push: 'push',
};
/** These words have a meaning of their own; they answer only where they are one of the replies. */
const COMMANDS: readonly (InboundMeaning | undefined)[] = ['opt-out', 'opt-in', 'help'];

/**
 * Finds the message that is answered. A chip, a link or a mail in its thread names it. A bare text answers an open question in
 * its thread that came from the number it was sent to: the newest that has it among its replies, else the newest.
 * @param runs runs of the one who wrote; an answer to anybody else's message is none.
 */
export function matchAnswer(
  runs: readonly AnswerableRun[],
  inbound: InboundToMatch,
): MatchedAnswer | undefined {
  const { answer } = inbound;
  return answer === undefined ? matchText(runs, inbound) : matchNamed(runs, inbound, answer);
}

function matchNamed(
  runs: readonly AnswerableRun[],
  { text }: InboundToMatch,
  { messageId, reply, calendar }: InboundAnswer,
): MatchedAnswer | undefined {
  for (const { run, journey } of runs) {
    const message = run.messages[messageId];
    if (message === undefined) continue;
    const replies = repliesOf(stepOf(journey, message));
    const given =
      replies.find(({ id }) => id === reply)?.id ??
      replies.find((offered) => calendar !== undefined && offered.calendar === calendar)?.id ??
      readReply(replies, text);
    return { runId: run.id, messageId, ...(given === undefined ? {} : { reply: given }) };
  }
  return undefined;
}

interface Question {
  readonly run: Run;
  readonly message: RunMessage;
  readonly step: Step;
}

function matchText(runs: readonly AnswerableRun[], inbound: InboundToMatch): MatchedAnswer | undefined {
  const questions = runs
    .flatMap(openQuestionsOf)
    .filter(({ message }) => isInThread(message, inbound))
    .toSorted((a, b) => sentAt(b) - sentAt(a));
  for (const { run, message, step } of questions) {
    const reply = readReply(repliesOf(step), inbound.text);
    if (reply !== undefined) return { runId: run.id, messageId: message.id, reply };
  }
  const [newest] = questions;
  if (newest === undefined || COMMANDS.includes(inbound.meaning)) return undefined;
  return { runId: newest.run.id, messageId: newest.message.id };
}

/** The messages of the step on which a run stands, where it waits for an answer. */
function openQuestionsOf({ run, journey }: AnswerableRun): Question[] {
  const { position, status } = run;
  if (status !== 'running' || position === undefined) return [];
  const step = journey.steps.get(position.step)?.step;
  if (step === undefined) return [];
  return Object.values(run.messages)
    .filter((message) => message.step === position.step && message.visit === position.visit)
    .filter((message) => waitsForAnswer(step, message) && mayBeOut(message))
    .map((message) => ({ run, message, step }));
}

function waitsForAnswer(step: Step, { rung }: RunMessage): boolean {
  if ('ask' in step) return true;
  if ('escalate' in step) return step.escalate[rung]?.until === 'replied';
  return 'send' in step && step.until === 'replied';
}

/** The fact that it was handed over may come after its answer. */
const mayBeOut = ({ state }: RunMessage): boolean =>
  state === 'accepted' || state === 'unknown' || state === 'requested';

function isInThread({ channel, sender }: RunMessage, { channel: by, to }: InboundToMatch): boolean {
  if (THREADS[channel] !== THREADS[by]) return false;
  return sender === undefined || to === undefined || addressOf(sender) === addressOf(to);
}

/** Numbers are written with and without `+`, mailboxes in any case. */
const addressOf = (text: string): string => text.trim().toLowerCase().replace(/^\+/, '');

const sentAt = ({ message: { acceptedAt, calledAt } }: Question): number => acceptedAt ?? calledAt ?? 0;

const stepOf = (journey: CompiledJourney, { step }: RunMessage): Step | undefined =>
  journey.steps.get(step)?.step;

const repliesOf = (step: Step | undefined) => (step !== undefined && 'ask' in step ? step.replies : []);

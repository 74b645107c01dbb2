import { OTHER } from '../language/outcomes.ts';
import type { Draft } from './draft.ts';
import { follow } from './follow.ts';
import type { RunMessage } from './run.ts';
import type { Stimulus } from './stimulus.ts';

type Answer = Extract<Stimulus, { kind: 'answer' }>;

/**
 * The person answered a message. The first answer to an `ask` counts, whichever of its messages it came to; what comes later is
 * told, and changes nothing. To every other message an answer is the strongest signal.
 */
export function answered(draft: Draft, stimulus: Answer): void {
  const message = draft.message(stimulus.messageId);
  if (message === undefined) return;
  const about = { message: message.id, step: message.step };
  const { step } = draft.journey.steps.get(message.step)!;
  const why = { ...stimulus.why, values: { ...stimulus.why.values, reply: stimulus.reply ?? OTHER } };
  if (!isAwaited(draft, message)) {
    draft.tell('answered (late)', why, about);
    return;
  }
  const isAsk = 'ask' in step;
  if (isAsk && hasAnswer(draft, message)) {
    draft.tell('answered again', why, about);
    return;
  }
  draft.tell('answered', why, about);
  if (isAsk && step.as !== undefined) keepAnswer(draft, step.as, message, stimulus);
  const { undelivered: _overruled, ...rest } = message;
  const changed: RunMessage = { ...rest, signal: 'replied', reply: stimulus.reply ?? OTHER };
  draft.run.messages = { ...draft.run.messages, [message.id]: changed };
  follow(draft, changed, why);
}

/** Whether the run still stands where the message was sent from. */
function isAwaited({ run: { status, position } }: Draft, { step, visit }: RunMessage): boolean {
  return status === 'running' && position?.step === step && position.visit === visit;
}

/** Whether one of the step's messages has a reply already: while the journey is paused nobody has gone on with it. */
function hasAnswer({ run }: Draft, { step, visit }: RunMessage): boolean {
  return Object.values(run.messages).some(
    (other) =>
      other.step === step && other.visit === visit && other.reply !== undefined && other.reply !== OTHER,
  );
}

function keepAnswer(draft: Draft, name: string, { channel }: RunMessage, { reply, text, at }: Answer): void {
  const answer = {
    reply: reply ?? OTHER,
    channel,
    at: new Date(at).toISOString(),
    ...(text === undefined ? {} : { text }),
  };
  draft.keep({ [name]: answer });
}

import { durationMs } from '@hermod/calendar';
import { type MessageIntent, messageId } from '@hermod/contracts';
import { channelOf, rungsOf } from '../language/messages-of.ts';
import type { StepOf } from '../language/steps.ts';
import type { Draft } from './draft.ts';
import type { RunMessage } from './run.ts';

/** A hand-over takes at least this long before it is given up, and at most an hour. */
const MIN_HAND_OVER_MS = 60_000;
export const MAX_HAND_OVER_MS = 3_600_000;

/** How long the hand-over of a rung may take: its own time, within the limits. */
export function handOverMs(within: string): number {
  return Math.min(MAX_HAND_OVER_MS, Math.max(MIN_HAND_OVER_MS, durationMs(within)!));
}

/** Asks for a message for the first time; returns its id. */
export function request(
  draft: Draft,
  place: Pick<RunMessage, 'step' | 'visit' | 'rung'>,
  what: Parameters<typeof channelOf>[0],
  handOverWithinMs: number,
): string {
  const { channel, template } = channelOf(what);
  const id = messageId(draft.run.id, place.step, place.visit, place.rung);
  draft.run.messages = {
    ...draft.run.messages,
    [id]: { id, ...place, channel, request: 0, state: 'requested' },
  };
  const intent = { ...place, channel, template, handOverWithinMs, ...repliesOf(draft, place.step) };
  draft.effects.push({ kind: 'request', messageId: id, request: 0, intent });
  return id;
}

/** Asks again for a message that was deferred: the same message, a higher request. */
export function requestAgain(draft: Draft, id: string): void {
  const { step, visit, rung, channel, request: last } = draft.message(id)!;
  const source = draft.journey.steps.get(step)!.step;
  const entry = rungsOf(source)?.[rung];
  const sent = entry ?? (source as StepOf<'send'>).send[rung]!;
  const handOverWithinMs = entry === undefined ? MAX_HAND_OVER_MS : handOverMs(entry.within);
  const { template } = channelOf(sent);
  const intent = { step, visit, rung, channel, template, handOverWithinMs, ...repliesOf(draft, step) };
  draft.change(id, { state: 'requested', request: last + 1 });
  draft.effects.push({ kind: 'request', messageId: id, request: last + 1, intent });
  draft.tell('requested', { rule: 'asked again', values: { request: last + 1 } }, { message: id });
}

/** The answers that messages of a step ask for. */
function repliesOf(draft: Draft, stepId: string): Pick<MessageIntent, 'replies'> {
  const { step } = draft.journey.steps.get(stepId)!;
  return 'ask' in step ? { replies: step.replies } : {};
}

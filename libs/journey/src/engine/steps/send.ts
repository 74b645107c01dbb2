import { satisfies } from '@hermod/contracts';
import { durationMs } from '@hermod/calendar';
import type { StepOf } from '../../language/steps.ts';
import type { Draft } from '../draft.ts';
import { MAX_HAND_OVER_MS, request } from '../request-message.ts';
import type { Position, RunMessage } from '../run.ts';
import type { Leaving } from '../stimulus.ts';

type SendPosition = Extract<Position, { kind: 'send' }>;

/** Asks for one or several messages together; they have no order among them. */
export function enterSend(draft: Draft, step: StepOf<'send'>, visit: number): void {
  const messages = step.send.map((sent, rung) =>
    request(draft, { step: step.id, visit, rung }, sent, MAX_HAND_OVER_MS),
  );
  draft.stand({ kind: 'send', step: step.id, visit, messages });
  for (const message of messages) draft.tell('requested', { rule: 'send', values: {} }, { message });
}

/**
 * A `send` is over when every hand-over has ended; it went out when one was accepted, or may have been. With `await` it is
 * over with its signal, or when that can not come any more.
 */
export function evolveSend(draft: Draft, position: SendPosition): Leaving | undefined {
  const step = draft.journey.steps.get(position.step)!.step as StepOf<'send'>;
  const messages = position.messages.map((id) => draft.message(id)!);
  const states = messages.map(({ state }) => state);
  if (step.await !== undefined && isReached(step, messages)) {
    draft.withdrawOpen(messages, 'reacted');
    const rule = `${step.await === 'any' ? 'one' : 'each'} ${step.until!}`;
    return leave(draft, position, 'reached', rule, states);
  }
  if (states.some((state) => state === 'requested' || state === 'deferred')) return undefined;
  const hopeless = messages.filter(isHopeless);
  const wentOut = states.some((state) => state === 'accepted' || state === 'unknown');
  if (step.await === undefined)
    return leave(draft, position, wentOut ? 'sent' : 'failed', 'every hand-over has ended', states);
  if (hopeless.length === messages.length)
    return leave(draft, position, 'failed', 'no message can be answered', states);
  if (step.await === 'all' && hopeless.length > 0)
    return leave(draft, position, 'sent', 'not every message can be answered', states);
  const handedOver = messages.map(({ acceptedAt, calledAt }) => acceptedAt ?? calledAt ?? 0);
  // By the facts and not by now, so that every order of them sets the same time.
  const from = Math.max(0, ...handedOver) || draft.now;
  draft.setTimer(timerOf(position), from + durationMs(step.within!)!);
  return undefined;
}

/** The time for a signal has passed. */
export function sendTimeIsUp(draft: Draft, position: SendPosition): Leaving {
  const { until, within } = draft.journey.steps.get(position.step)!.step as StepOf<'send'>;
  return leave(draft, position, 'sent', `not ${until!} within ${within!}`, []);
}

/** The name of the timer of an awaiting `send`. */
export const timerOf = ({ step }: SendPosition): string => `await:${step}`;

function isReached(step: StepOf<'send'>, messages: readonly RunMessage[]): boolean {
  const has = ({ signal }: RunMessage): boolean => signal !== undefined && satisfies(signal, step.until!);
  return step.await === 'any' ? messages.some(has) : messages.every(has);
}

/** Nothing will be heard of it any more. */
function isHopeless({ state, signal, undelivered }: RunMessage): boolean {
  if (signal !== undefined) return false;
  return undelivered === true || (state !== 'accepted' && state !== 'unknown');
}

function leave(
  draft: Draft,
  position: SendPosition,
  outcome: string,
  rule: string,
  states: readonly string[],
): Leaving {
  draft.clearTimer(timerOf(position));
  for (const id of position.messages) draft.clearTimer(`again:${id}`);
  return { outcome, why: { rule, values: states.length === 0 ? {} : { states } } };
}

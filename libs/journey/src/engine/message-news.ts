import { isOfPerson, type Signal, SIGNALS } from '@hermod/contracts';
import type { Draft } from './draft.ts';
import { follow } from './follow.ts';
import { requestAgain } from './request-message.ts';
import type { RunMessage } from './run.ts';
import type { Stimulus } from './stimulus.ts';

/** Consent deferred or refused a message. */
export function decided(draft: Draft, stimulus: Extract<Stimulus, { kind: 'decided' }>): void {
  const message = draft.message(stimulus.messageId);
  if (message === undefined || stimulus.request < message.request || message.state !== 'requested') return;
  const beyond = stimulus.until === undefined || stimulus.until >= draft.run.expiresAt;
  if (stimulus.decision === 'deferred' && !beyond) {
    draft.change(message.id, { state: 'deferred' });
    draft.tell('deferred', stimulus.why, { message: message.id, step: message.step });
    // Consent may have answered before it knew of the withdrawal.
    if (isWanted(draft, message)) draft.setTimer(`again:${message.id}`, stimulus.until);
    return;
  }
  const wholeRecipient = stimulus.decision === 'refused' && stimulus.of === 'recipient';
  const changed = draft.change(message.id, {
    state: 'refused',
    ...(wholeRecipient ? { wholeRecipient } : {}),
  });
  draft.tell('refused', stimulus.why, { message: message.id, step: message.step });
  follow(draft, changed, stimulus.why);
}

/** An outcome only ever adds to what is known: accepted and unknown may follow each other, an end stays an end. */
export function attempted(draft: Draft, stimulus: Extract<Stimulus, { kind: 'attempted' }>): void {
  const message = draft.message(stimulus.messageId);
  if (message === undefined) return;
  const { outcome, why } = stimulus;
  if (outcome === 'deferred') {
    if (message.state !== 'requested' || stimulus.request < message.request || message.withdrawn === true)
      return;
    draft.tell('deferred', why, { message: message.id, step: message.step });
    if (isWanted(draft, message)) askAgain(draft, message.id);
    return;
  }
  const open = message.state === 'requested' || message.state === 'deferred';
  const settles = message.state === 'unknown' && outcome !== 'unknown' && outcome !== 'withdrawn';
  // What is taken back counts as refused until delivery tells what became of it.
  const presumed = message.state === 'refused' && message.withdrawn === true;
  if (!open && !settles && !presumed) {
    // Known already; but as the answer to a withdrawal it lets the run go on.
    if (stimulus.answersWithdrawal) follow(draft, message, why, 'answered');
    return;
  }
  const changed = draft.change(message.id, {
    state: outcome,
    ...(stimulus.acceptedAt === undefined ? {} : { acceptedAt: stimulus.acceptedAt }),
    ...(stimulus.calledAt === undefined ? {} : { calledAt: stimulus.calledAt }),
    ...(stimulus.sender === undefined ? {} : { sender: stimulus.sender }),
  });
  draft.clearTimer(`again:${message.id}`);
  draft.tell(outcome, why, { message: message.id, step: message.step });
  follow(draft, changed, why, 'answered');
}

/** A provider or a device reports about a message. */
export function receipt(draft: Draft, stimulus: Extract<Stimulus, { kind: 'receipt' }>): void {
  const message = draft.message(stimulus.messageId);
  if (message === undefined) return;
  const late = draft.run.status === 'ended' || message.withdrawn === true;
  draft.tell(wordsOf(stimulus, late), stimulus.why, { message: message.id, step: message.step });
  if (stimulus.receipt === 'dismissed' || !isOfPerson(stimulus.weak)) return;
  if (stimulus.receipt === 'undelivered') {
    // A delivery that was reported once stays true.
    if (message.signal !== undefined || message.undelivered === true) return;
    return follow(draft, draft.change(message.id, { undelivered: true }), stimulus.why);
  }
  const signal: Signal = stimulus.receipt;
  if (message.signal !== undefined && !tellsMore(signal, message.signal)) return;
  const { undelivered: _overruled, ...rest } = message;
  draft.run.messages = { ...draft.run.messages, [message.id]: { ...rest, signal } };
  follow(draft, draft.message(message.id)!, stimulus.why);
}

/** Such as `clicked (weak: scanner) (late)`. */
function wordsOf({ receipt: kind, weak }: Extract<Stimulus, { kind: 'receipt' }>, late: boolean): string {
  return `${kind}${weak === undefined ? '' : ` (weak: ${weak})`}${late ? ' (late)' : ''}`;
}

/** Of two that are equally strong, as opened and read are, the later one stays, whichever came first. */
function tellsMore(signal: Signal, than: Signal): boolean {
  return SIGNALS.indexOf(signal) > SIGNALS.indexOf(than);
}

/** An opt-out covers messages that are still open. */
export function optedOut(draft: Draft, stimulus: Extract<Stimulus, { kind: 'opted-out' }>): void {
  if (draft.run.status === 'ended') return;
  for (const id of stimulus.messages) {
    const message = draft.message(id);
    if (message === undefined || (message.state !== 'requested' && message.state !== 'deferred')) continue;
    draft.withdraw(id, 'opted-out');
    draft.tell('refused', stimulus.why, { message: id, step: message.step });
    follow(draft, draft.change(id, { state: 'refused' }), stimulus.why);
  }
}

/** Whether the run still waits for its hand-over: not when it went on because somebody reported about the message. */
function isWanted({ run: { position } }: Draft, { id, withdrawn }: RunMessage): boolean {
  if (withdrawn === true) return false;
  if (position?.kind === 'send') return position.messages.includes(id);
  return position?.kind === 'escalate' && position.message === id;
}

/** Asks again at once, or with the first tick after a pause. */
function askAgain(draft: Draft, id: string): void {
  if (draft.surroundings.paused !== true) return requestAgain(draft, id);
  draft.change(id, { state: 'deferred' });
  draft.setTimer(`again:${id}`, draft.now);
}

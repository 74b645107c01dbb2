import { type Signal, SIGNALS } from '@hermod/contracts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import { holds } from '../language/condition.ts';
import { Draft, type Surroundings } from './draft.ts';
import { enterStep, leaveStep, requestAgain } from './enter-step.ts';
import { evolveEscalation, exhaust, leaveUnanswered, reactionTimeIsUp } from './escalation.ts';
import type { Millis, Run, RunMessage } from './run.ts';
import type { Effect, Stimulus, Why } from './stimulus.ts';

/** What came of a stimulus. */
export interface Advanced {
  readonly run: Run;
  readonly effects: readonly Effect[];
}

/**
 * The journey engine: one pure, total function. It gives the same result in any order of stimuli that Kafka
 * topics can bring (a receipt before its acceptance, a withdrawal's answer before or after), and a stimulus
 * that says nothing new changes nothing.
 *
 * @param now milliseconds of the epoch, the database's clock
 */
export function advance(
  journey: CompiledJourney,
  run: Run,
  surroundings: Surroundings,
  stimulus: Stimulus,
  now: Millis,
): Advanced {
  const draft = new Draft(journey, run, surroundings, now);
  apply(draft, stimulus);
  return { run: draft.run, effects: draft.effects };
}

function apply(draft: Draft, stimulus: Stimulus): void {
  switch (stimulus.kind) {
    case 'start':
      return start(draft);
    case 'event':
      return considerExit(draft, stimulus);
    case 'decided':
      return decided(draft, stimulus);
    case 'attempted':
      return attempted(draft, stimulus);
    case 'receipt':
      return receipt(draft, stimulus);
    case 'opted-out':
      return optedOut(draft, stimulus);
    case 'tick':
      return tick(draft, stimulus);
  }
}

function start(draft: Draft): void {
  if (draft.run.status === 'ended' || draft.run.position !== undefined) return;
  draft.setTimer('expiry', draft.run.expiresAt);
  draft.effects.push({ kind: 'progress', what: 'started', step: draft.journey.document.steps[0]!.id });
  draft.tell('started', {
    rule: draft.journey.startWhen?.source ?? 'start.on',
    values: { on: draft.journey.document.start.on },
  });
  enterStep(draft, draft.journey.document.steps[0]!.id);
}

function considerExit(draft: Draft, { event }: Extract<Stimulus, { kind: 'event' }>): void {
  if (draft.run.status === 'ended') return;
  const exit = draft.journey.exits.find(
    ({ on, when }) => on === event['type'] && (when === undefined || holds(when, draft.scope(event)).holds),
  );
  if (exit !== undefined)
    draft.end('cancelled', {
      rule: exit.when?.source ?? 'exit.on',
      values: { on: exit.on, event: event['id'] },
    });
}

function decided(draft: Draft, stimulus: Extract<Stimulus, { kind: 'decided' }>): void {
  const message = draft.message(stimulus.messageId);
  if (message === undefined || stimulus.request < message.request || message.state !== 'requested') return;
  const beyond = stimulus.until === undefined || stimulus.until >= draft.run.expiresAt;
  if (stimulus.decision === 'deferred' && !beyond) {
    draft.change(message.id, { state: 'deferred' });
    draft.tell('deferred', stimulus.why, { message: message.id, step: message.step });
    // Consent may have answered before it knew of the withdrawal.
    if (draft.run.status === 'running' && message.withdrawn !== true)
      draft.setTimer(`again:${message.id}`, stimulus.until);
    return;
  }
  const changed = draft.change(message.id, { state: 'refused' });
  draft.tell('refused', stimulus.why, { message: message.id, step: message.step });
  const { position } = draft.run;
  const wholeRecipient = stimulus.decision === 'refused' && stimulus.of === 'recipient';
  if (wholeRecipient && position?.kind === 'escalate' && position.message === message.id) {
    return exhaust(draft, position, stimulus.why);
  }
  follow(draft, changed, stimulus.why);
}

/** An outcome only ever adds to what is known: accepted and unknown may follow each other, an end stays an end. */
function attempted(draft: Draft, stimulus: Extract<Stimulus, { kind: 'attempted' }>): void {
  const message = draft.message(stimulus.messageId);
  if (message === undefined) return;
  const { outcome, why } = stimulus;
  if (outcome === 'deferred') {
    if (message.state !== 'requested' || stimulus.request < message.request || message.withdrawn === true)
      return;
    draft.tell('deferred', why, { message: message.id, step: message.step });
    if (draft.run.status === 'running') requestAgain(draft, message.id);
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
  });
  draft.clearTimer(`again:${message.id}`);
  draft.tell(outcome, why, { message: message.id, step: message.step });
  follow(draft, changed, why, 'answered');
}

function receipt(draft: Draft, stimulus: Extract<Stimulus, { kind: 'receipt' }>): void {
  const message = draft.message(stimulus.messageId);
  if (message === undefined) return;
  const late = draft.run.status === 'ended' || message.withdrawn === true;
  draft.tell(late ? `${stimulus.receipt} (late)` : stimulus.receipt, stimulus.why, {
    message: message.id,
    step: message.step,
  });
  if (stimulus.receipt === 'dismissed') return;
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

/** Of two that are equally strong, as opened and read are, the later one stays, whichever came first. */
function tellsMore(signal: Signal, than: Signal): boolean {
  return SIGNALS.indexOf(signal) > SIGNALS.indexOf(than);
}

function optedOut(draft: Draft, stimulus: Extract<Stimulus, { kind: 'opted-out' }>): void {
  if (draft.run.status === 'ended') return;
  for (const id of stimulus.messages) {
    const message = draft.message(id);
    if (message === undefined || (message.state !== 'requested' && message.state !== 'deferred')) continue;
    draft.withdraw(id, 'opted-out');
    draft.tell('refused', stimulus.why, { message: id, step: message.step });
    follow(draft, draft.change(id, { state: 'refused' }), stimulus.why);
  }
}

/** Moves the run on after one of its messages changed. Only delivery answers a withdrawal, no receipt does. */
function follow(draft: Draft, changed: RunMessage, why: Why, answered?: 'answered'): void {
  const { position, status } = draft.run;
  if (status === 'ended' || position === undefined) return;
  if (position.kind === 'escalate') evolveEscalation(draft, position, changed, why, answered);
  if (position.kind === 'send' && position.messages.includes(changed.id))
    evolveSend(draft, position.step, position.messages);
}

/** A `send` is over when every hand-over has ended; it went out when one was accepted, or may have been. */
function evolveSend(draft: Draft, step: string, ids: readonly string[]): void {
  const states = ids.map((id) => draft.message(id)!.state);
  if (states.some((state) => state === 'requested' || state === 'deferred')) return;
  const sent = states.some((state) => state === 'accepted' || state === 'unknown');
  leaveStep(draft, step, sent ? 'sent' : 'failed', { rule: 'every hand-over has ended', values: { states } });
}

function tick(draft: Draft, { upTo = draft.now }: Extract<Stimulus, { kind: 'tick' }>): void {
  if (draft.run.status === 'ended') return;
  const until = Math.min(upTo, draft.now);
  const due = Object.entries(draft.run.timers)
    .filter(([, at]) => at <= until)
    .sort(([a, atA], [b, atB]) => atA - atB || (a < b ? -1 : 1));
  for (const [name] of due) if (name in draft.run.timers) fire(draft, name);
}

function fire(draft: Draft, name: string): void {
  draft.clearTimer(name);
  const { position } = draft.run;
  if (name === 'expiry') {
    return draft.end(
      'expired',
      { rule: 'expires', values: { at: new Date(draft.run.expiresAt).toISOString() } },
      { reason: 'expired' },
    );
  }
  if (name === 'wait' && position?.kind === 'wait') {
    return leaveStep(draft, position.step, 'timeout', { rule: 'the time has passed', values: {} });
  }
  const [kind, id] = name.split(':') as [string, string];
  if (kind === 'again') return requestAgain(draft, id);
  if (position?.kind !== 'escalate' || position.message !== id) return;
  if (kind === 'react') return reactionTimeIsUp(draft, position);
  if (kind === 'leave') return leaveUnanswered(draft, position);
}

import type { WithdrawalReason } from '@hermod/contracts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import type { Scope } from '../language/condition.ts';
import type { Millis, Position, Run, RunMessage } from './run.ts';
import type { Effect, EventView, Why } from './stimulus.ts';

/** What a run looks at besides itself: given with every stimulus, never stored in the run. */
export interface Surroundings {
  /** The event that started the run. */
  readonly start: EventView;
  /** The recipient's attributes. */
  readonly recipient: Readonly<Record<string, unknown>>;
  /** The journey is paused: what happens is noted, and the run goes on with the first tick after it was resumed. */
  readonly paused?: boolean;
}

/** Most characters of a run's variables, as JSON. */
export const MAX_VARIABLES = 32 * 1024;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A run being advanced: the steps write here, `advance` hands out the result. Never leaves the engine. */
export class Draft {
  readonly journey: CompiledJourney;
  readonly surroundings: Surroundings;
  readonly now: Millis;
  readonly run: Mutable<Run>;
  readonly effects: Effect[] = [];

  constructor(journey: CompiledJourney, run: Run, surroundings: Surroundings, now: Millis) {
    this.journey = journey;
    this.surroundings = surroundings;
    this.now = now;
    this.run = { ...run };
  }

  scope(event?: EventView): Scope {
    const { start, recipient } = this.surroundings;
    return { event: event ?? start, start, recipient, vars: this.run.vars, now: new Date(this.now) };
  }

  message(id: string): RunMessage | undefined {
    return this.run.messages[id];
  }

  change(id: string, changes: Partial<RunMessage>): RunMessage {
    const changed = { ...this.run.messages[id]!, ...changes };
    this.run.messages = { ...this.run.messages, [id]: changed };
    return changed;
  }

  /** Keeps variables. False, and nothing is kept, when they would grow beyond `MAX_VARIABLES`. */
  keep(values: Readonly<Record<string, unknown>>): boolean {
    const vars = { ...this.run.vars, ...values };
    if (JSON.stringify(vars).length > MAX_VARIABLES) return false;
    this.run.vars = vars;
    return true;
  }

  /** Notes that there is something to go on with once the journey is resumed. */
  hold(): void {
    if (!('held' in this.run.timers)) this.setTimer('held', this.now);
  }

  stand(position: Position): void {
    this.run.position = position;
  }

  setTimer(name: string, at: Millis): void {
    this.run.timers = { ...this.run.timers, [name]: at };
  }

  clearTimer(name: string): void {
    if (!(name in this.run.timers)) return;
    const { [name]: _gone, ...rest } = this.run.timers;
    this.run.timers = rest;
  }

  tell(what: string, why: Why, about: { step?: string; message?: string } = {}): void {
    const step = about.step ?? this.run.position?.step;
    const entry = { at: this.now, what, why, ...(step === undefined ? {} : { step }) };
    this.effects.push({
      kind: 'tell',
      entry: about.message === undefined ? entry : { ...entry, message: about.message },
    });
  }

  /** Takes a message back, once. */
  withdraw(id: string, reason: WithdrawalReason): void {
    const message = this.message(id);
    if (message === undefined || message.withdrawn === true) return;
    this.change(id, { withdrawn: true });
    this.clearTimer(`again:${id}`);
    this.clearTimer(`react:${id}`);
    this.effects.push({ kind: 'withdraw', messageId: id, reason });
  }

  /** Takes back what is still on its way. What was reported about is not: it came, or never will. */
  withdrawOpen(messages: readonly RunMessage[], reason: WithdrawalReason): void {
    for (const { id, state, signal, undelivered } of messages) {
      const isOpen = state === 'requested' || state === 'deferred';
      if (isOpen && signal === undefined && undelivered !== true) this.withdraw(id, reason);
    }
  }

  /** Ends the run; what is still on its way is taken back. */
  end(
    outcome: string,
    why: Why,
    { step, reason = 'ended' }: { step?: string; reason?: WithdrawalReason } = {},
  ): void {
    this.withdrawOpen(Object.values(this.run.messages), reason);
    this.tell(
      'ended',
      { rule: why.rule, values: { ...why.values, outcome } },
      step === undefined ? {} : { step },
    );
    delete this.run.position;
    delete this.run.heard;
    Object.assign(this.run, { status: 'ended', outcome, endedAt: this.now, timers: {} });
    this.effects.push({ kind: 'progress', what: 'ended', outcome });
  }
}

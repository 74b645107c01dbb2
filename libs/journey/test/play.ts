import { type AttemptOutcome, messageId, type ReceiptKind } from '@hermod/contracts';
import { advance } from '../src/engine/advance.ts';
import { nextDue, type Run } from '../src/engine/run.ts';
import { newRun } from '../src/engine/start-run.ts';
import type { Effect, EventView, Stimulus, Why } from '../src/engine/stimulus.ts';
import { type CompiledJourney, compilePublished } from '../src/language/compile-journey.ts';

/** When every play begins. */
export const NOON = new Date('2026-11-22T12:00:00Z').getTime();
const WHY: Why = { rule: 'the play', values: {} };
const START_EVENT: EventView = {
  specversion: '1.0',
  id: 'e1',
  source: '/shop',
  type: 'com.shop.order.shipped',
  data: { orderId: 'A-1', total: 42 },
};

/** One run of a journey on a clock of its own, told as a list of lines: `900 withdraw push (unread)`. */
export class Play {
  readonly journey: CompiledJourney;
  readonly start: EventView;
  readonly recipient: Readonly<Record<string, unknown>>;
  run: Run;
  now = NOON;
  paused = false;
  /** What the engine asked the world to do, with the second in which it did. */
  readonly did: string[] = [];
  /** What stands in the run's timeline. */
  readonly told: string[] = [];
  /** The effects of the last stimulus. */
  effects: readonly Effect[] = [];

  constructor(document: unknown, about: { start?: EventView; recipient?: Record<string, unknown> } = {}) {
    this.journey = compilePublished(document);
    this.start = about.start ?? START_EVENT;
    this.recipient = about.recipient ?? {};
    this.run = newRun(this.journey, 1, this.start, 'ada', NOON);
    this.tell({ kind: 'start' });
  }

  pause(): this {
    this.paused = true;
    return this;
  }

  resume(): this {
    this.paused = false;
    return this;
  }

  tell(stimulus: Stimulus): this {
    const surroundings = { start: this.start, recipient: this.recipient, paused: this.paused };
    const { run, effects } = advance(this.journey, this.run, surroundings, stimulus, this.now);
    this.run = run;
    this.effects = effects;
    for (const effect of effects) this.#note(effect);
    return this;
  }

  /** Time passes; each timer fires when it is due. */
  pass(seconds: number): this {
    const end = this.now + seconds * 1_000;
    for (let due = this.#due(); due !== undefined && due <= end; due = this.#due()) {
      this.now = Math.max(this.now, due);
      this.tell({ kind: 'tick' });
    }
    this.now = end;
    return this;
  }

  #due(): number | undefined {
    return this.paused ? undefined : nextDue(this.run);
  }

  /** The message of a rung of the step on which the run stands, or of a named step. */
  message(rung: number, step = this.run.position?.step ?? 'tell'): string {
    return messageId(this.run.id, step, 1, rung - 1);
  }

  /** Delivery says how the hand-over of a rung's message ended. */
  attempted(rung: number, outcome: AttemptOutcome, about: { step?: string; answers?: boolean } = {}): this {
    return this.tell({
      kind: 'attempted',
      messageId: this.message(rung, about.step),
      request: 0,
      outcome,
      ...(outcome === 'accepted' ? { acceptedAt: this.now } : {}),
      ...(outcome === 'unknown' ? { calledAt: this.now } : {}),
      answersWithdrawal: about.answers ?? false,
      why: WHY,
    });
  }

  accepted(rung: number, step?: string): this {
    return this.attempted(rung, 'accepted', step === undefined ? {} : { step });
  }

  receipt(rung: number, receipt: ReceiptKind, step?: string): this {
    return this.tell({ kind: 'receipt', messageId: this.message(rung, step), receipt, why: WHY });
  }

  refused(rung: number, of: 'channel' | 'recipient' = 'channel', step?: string): this {
    const messageId = this.message(rung, step);
    return this.tell({ kind: 'decided', messageId, request: 0, decision: 'refused', of, why: WHY });
  }

  deferred(rung: number, seconds: number, about: { request?: number; step?: string } = {}): this {
    return this.tell({
      kind: 'decided',
      messageId: this.message(rung, about.step),
      request: about.request ?? 0,
      decision: 'deferred',
      until: this.now + seconds * 1_000,
      why: WHY,
    });
  }

  optedOut(...rungs: readonly number[]): this {
    return this.tell({ kind: 'opted-out', messages: rungs.map((rung) => this.message(rung)), why: WHY });
  }

  event(type: string, data: object = {}): this {
    return this.tell({ kind: 'event', event: { ...START_EVENT, id: 'later', type, data } });
  }

  #note(effect: Effect): void {
    const second = (this.now - NOON) / 1_000;
    if (effect.kind === 'request') {
      const again = effect.request === 0 ? '' : ` again (${effect.request})`;
      this.did.push(`${second} request ${effect.intent.channel}${again}`);
    } else if (effect.kind === 'withdraw') {
      this.did.push(`${second} withdraw ${this.run.messages[effect.messageId]!.channel} (${effect.reason})`);
    } else if (effect.kind === 'progress' && effect.what === 'ended') {
      this.did.push(`${second} end ${effect.outcome}`);
    } else if (effect.kind === 'tell') {
      this.told.push(`${second} ${effect.entry.what}`);
    }
  }
}

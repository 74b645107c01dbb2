/** Plays an example of the reference through the engine: on a clock of its own, with a world that does as it is told. */
import { durationMs } from '@hermod/calendar';
import {
  advance,
  type CompiledJourney,
  type Effect,
  newRun,
  nextDue,
  type Run,
  type Stimulus,
} from '@hermod/journey';
import type { Deed, Happening, HandOver, Play } from './example.ts';

/** When every play begins: a Sunday. */
export const BEGINS = Date.parse('2026-11-22T12:00:00Z');

const WHY = { rule: 'as the example says', values: {} };

/** What a play came to. */
export interface Played {
  readonly run: Run;
  /** What the run did, in its order. */
  readonly deeds: readonly Deed[];
}

/** Plays until the run has ended. */
export function playExample(journey: CompiledJourney, play: Play): Played {
  const stage = new Stage(journey, play);
  for (const happening of play.happens) {
    stage.passUntil(BEGINS + durationMs(happening.at)!);
    stage.happen(happening);
  }
  stage.passUntil(Infinity);
  return { run: stage.run, deeds: stage.deeds };
}

class Stage {
  readonly #journey: CompiledJourney;
  readonly #play: Play;
  readonly #start: Readonly<Record<string, unknown>>;
  readonly deeds: Deed[] = [];
  /** The newest message with each template. */
  readonly #messages = new Map<string, string>();
  readonly #templates = new Map<string, string>();
  run: Run;
  #now = BEGINS;
  #isPaused = false;

  constructor(journey: CompiledJourney, play: Play) {
    this.#journey = journey;
    this.#play = play;
    const type = journey.document.start.on ?? 'launch';
    this.#start = { id: 'e-1', source: '/example', type, subject: play.id, ...play.start };
    this.run = newRun(journey, 1, this.#start, play.id, BEGINS);
    this.#tell({ kind: 'start' });
  }

  /** Lets timers fire, each at its time. */
  passUntil(end: number): void {
    for (let due = this.#due(); due !== undefined && due <= end; due = this.#due()) {
      this.#now = Math.max(this.#now, due);
      this.#tell({ kind: 'tick' });
    }
    if (Number.isFinite(end)) this.#now = end;
  }

  happen(happening: Happening): void {
    if ('signal' in happening) {
      const messageId = this.#messages.get(happening.of)!;
      this.#tell({ kind: 'receipt', messageId, receipt: happening.signal, why: WHY });
    } else if ('of' in happening) {
      const messageId = this.#messages.get(happening.of)!;
      const { answer: reply, writes: text } = happening;
      this.#tell({ kind: 'answer', messageId, reply, text, at: this.#now, why: WHY });
    } else if ('event' in happening) {
      const event = { id: `e-${happening.at}`, source: '/example', ...happening.event };
      this.#tell({ kind: 'event', event });
    } else this.#isPaused = 'pause' in happening;
  }

  #due(): number | undefined {
    return this.#isPaused ? undefined : nextDue(this.run);
  }

  #tell(stimulus: Stimulus): void {
    const surroundings = { start: this.#start, recipient: this.#play.recipient, paused: this.#isPaused };
    const { run, effects } = advance(this.#journey, this.run, surroundings, stimulus, this.#now);
    this.run = run;
    for (const effect of effects) this.#note(effect);
    for (const effect of effects) this.#answer(effect);
  }

  #note(effect: Effect): void {
    const at = toDuration(this.#now - BEGINS);
    if (effect.kind === 'request') {
      this.#messages.set(effect.intent.template, effect.messageId);
      this.#templates.set(effect.messageId, effect.intent.template);
      this.deeds.push({ at, [effect.intent.channel]: effect.intent.template });
    } else if (effect.kind === 'withdraw')
      this.deeds.push({ at, withdrawn: this.#templates.get(effect.messageId)! });
    else if (effect.kind === 'publish')
      this.deeds.push({
        at,
        published: effect.type,
        ...(Object.keys(effect.data).length === 0 ? {} : { data: effect.data }),
      });
    else if (effect.kind === 'progress' && effect.what === 'ended')
      this.deeds.push({ at, ended: effect.outcome! });
  }

  /** Consent and delivery answer at once. */
  #answer(effect: Effect): void {
    if (effect.kind === 'request') this.#handOver(effect.messageId, this.#fateOf(effect.messageId));
    else if (effect.kind === 'withdraw' && this.#fateOf(effect.messageId) === 'unknown')
      this.#attempted(effect.messageId, 'unknown', true);
  }

  #fateOf(messageId: string): HandOver {
    return this.#play.handOver[this.#templates.get(messageId)!] ?? 'accepted';
  }

  #handOver(messageId: string, fate: HandOver): void {
    if (fate === 'still waiting') return;
    if (fate === 'accepted' || fate === 'failed' || fate === 'unknown')
      return this.#attempted(messageId, fate, false);
    const of = fate === 'refused' ? 'channel' : 'recipient';
    this.#tell({ kind: 'decided', messageId, request: 0, decision: 'refused', of, why: WHY });
  }

  #attempted(
    messageId: string,
    outcome: 'accepted' | 'failed' | 'unknown',
    answersWithdrawal: boolean,
  ): void {
    this.#tell({
      kind: 'attempted',
      messageId,
      request: 0,
      outcome,
      ...(outcome === 'accepted' ? { acceptedAt: this.#now } : {}),
      ...(outcome === 'unknown' ? { calledAt: this.#now } : {}),
      answersWithdrawal,
      why: WHY,
    });
  }
}

const UNITS = [
  ['D', 86_400],
  ['H', 3_600],
  ['M', 60],
  ['S', 1],
] as const;

/** Milliseconds as an ISO 8601 duration, as people write it: `PT10M8S`. */
export function toDuration(ms: number): string {
  let seconds = Math.round(ms / 1_000);
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  const [days = '', ...times] = parts;
  const time = times.join('');
  return days === '' && time === '' ? 'PT0S' : `P${days}${time === '' ? '' : `T${time}`}`;
}

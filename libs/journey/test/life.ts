import { isDeepStrictEqual } from 'node:util';
import { advance, type Advanced } from '../src/engine/advance.ts';
import type { Surroundings } from '../src/engine/draft.ts';
import { nextDue, type Run } from '../src/engine/run.ts';
import { newRun } from '../src/engine/start-run.ts';
import type { Stimulus } from '../src/engine/stimulus.ts';
import type { CompiledJourney } from '../src/language/compile-journey.ts';
import { brokenBy } from './invariants.ts';
import { NOON } from './play.ts';
import type { Happening } from './random-happenings.ts';
import { compiledOf } from './random-journeys.ts';

/** The event with which every life begins. */
export const START = {
  id: 'e1',
  source: '/shop',
  type: 'com.shop.order.shipped',
  data: { orderId: 'A-1', total: 42, at: '2026-11-22T12:20:00Z' },
};
const RECIPIENT = { vip: false, timeZone: 'Europe/Stockholm' };

/** A run to which anything happens, held to all that is promised of each step of the engine. */
export class Life {
  readonly journey: CompiledJourney;
  run: Run;
  now = NOON;
  paused = false;
  /** What stood in its timeline. */
  readonly told: string[] = [];

  constructor(document: object) {
    this.journey = compiledOf(document);
    this.run = newRun(this.journey, 1, START, 'ada', NOON);
    this.tell({ kind: 'start' });
  }

  /** A run to which all of this has happened. */
  static lived(document: object, happenings: readonly Happening[]): Life {
    const life = new Life(document);
    for (const { afterMs, waits, times, toggles, stimulusFor } of happenings) {
      life.now += afterMs;
      if (waits) life.wait();
      if (toggles) life.paused = !life.paused;
      const stimulus = stimulusFor(life.run, life.now);
      for (let n = 0; n < times; n += 1) life.tell(stimulus);
    }
    return life;
  }

  /** The time of the next timer comes, if there is one; it may be long past. */
  wait(): this {
    this.now = Math.max(this.now, nextDue(this.run) ?? this.now);
    return this;
  }

  tell(stimulus: Stimulus): Advanced {
    const advanced = this.wouldTell(stimulus);
    this.run = advanced.run;
    for (const effect of advanced.effects) if (effect.kind === 'tell') this.told.push(effect.entry.what);
    return advanced;
  }

  /** What would come of it: from a run that nobody can change, twice the same, and nothing that is not promised. */
  wouldTell(stimulus: Stimulus, run = this.run): Advanced {
    const surroundings: Surroundings = deepFreeze({
      start: START,
      recipient: RECIPIENT,
      paused: this.paused,
    });
    const advanced = advance(this.journey, deepFreeze(run), surroundings, deepFreeze(stimulus), this.now);
    const again = advance(this.journey, run, surroundings, stimulus, this.now);
    const wrong = isDeepStrictEqual(again, advanced)
      ? brokenBy(
          { journey: this.journey, paused: this.paused, now: this.now, before: run, stimulus },
          advanced,
        )
      : 'it does not repeat itself';
    if (wrong !== undefined)
      throw new Error(
        `${wrong}, by ${JSON.stringify(stimulus)} on ${JSON.stringify(run)}: ${JSON.stringify(advanced)}`,
      );
    return advanced;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

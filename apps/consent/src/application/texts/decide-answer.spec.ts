import { describe, expect, it } from 'vitest';
import type { AnsweredNumber } from '../../storage/answered-numbers.ts';
import { type Answerable, decideAnswer, withAnswer } from './decide-answer.ts';

const T0 = Date.parse('2026-11-22T09:00:00Z');
const at = (seconds: number): Date => new Date(T0 + seconds * 1_000);
const NEVER: AnsweredNumber = {
  stopAt: undefined,
  helpAt: undefined,
  startAt: undefined,
  stoppedAt: undefined,
  liftedAt: undefined,
};

/** Each text is written at 0 and looked at `now` seconds later. */
const isAnswered = (meaning: Answerable['meaning'], number: Partial<AnsweredNumber>, now = 1): boolean =>
  decideAnswer({ meaning, at: at(0) }, { ...NEVER, ...number }, at(now));

describe('a STOP', () => {
  it.each<[string, Partial<AnsweredNumber>, number, boolean]>([
    ['is answered', { stoppedAt: at(0) }, 1, true],
    ['is answered until five minutes later', { stoppedAt: at(0) }, 299, true],
    ['is not answered from then on', { stoppedAt: at(0) }, 300, false],
    ['is not answered again within five minutes', { stopAt: at(-299), stoppedAt: at(0) }, 1, false],
    ['is not answered when a later one was already', { stopAt: at(10), stoppedAt: at(10) }, 11, false],
    ['is answered again after five minutes', { stopAt: at(-300), stoppedAt: at(0) }, 1, true],
    ['is answered again after a START', { stopAt: at(-60), liftedAt: at(-30), stoppedAt: at(0) }, 1, true],
    [
      'is not answered again after a START before the first',
      { stopAt: at(-60), liftedAt: at(-90), stoppedAt: at(0) },
      1,
      false,
    ],
    ['is not answered when a START has overtaken it', { stoppedAt: at(0), liftedAt: at(5) }, 6, false],
  ])('%s', (_, number, now, answered) => {
    expect(isAnswered('opt-out', number, now)).toBe(answered);
  });
});

describe('a HELP', () => {
  it.each<[string, Partial<AnsweredNumber>, number, boolean]>([
    ['is answered', {}, 1, true],
    ['is answered to whoever has opted out', { stoppedAt: at(-10) }, 1, true],
    ['is answered however late it comes', {}, 3_600, true],
    ['is not answered twice a minute', { helpAt: at(-59) }, 1, false],
    ['is answered again after a minute', { helpAt: at(-60) }, 1, true],
  ])('%s', (_, number, now, answered) => {
    expect(isAnswered('help', number, now)).toBe(answered);
  });
});

describe('a START', () => {
  it.each<[string, Partial<AnsweredNumber>, number, boolean]>([
    ['is answered when it lifts a STOP', { stoppedAt: at(-10), liftedAt: at(0) }, 1, true],
    ['is not answered when nothing was stopped', { liftedAt: at(0) }, 1, false],
    ['is not answered when a STOP is newer', { stoppedAt: at(5), liftedAt: at(0) }, 6, false],
    ['is not answered when a STOP is as new', { stoppedAt: at(0), liftedAt: at(0) }, 1, false],
    ['is not answered twice', { stoppedAt: at(-10), liftedAt: at(0), startAt: at(-5) }, 1, false],
    [
      'is answered again after a new STOP',
      { stoppedAt: at(-10), liftedAt: at(0), startAt: at(-20) },
      1,
      true,
    ],
    ['is not answered late', { stoppedAt: at(-10), liftedAt: at(0) }, 300, false],
  ])('%s', (_, number, now, answered) => {
    expect(isAnswered('opt-in', number, now)).toBe(answered);
  });
});

it('one of several STOPs within five minutes is answered, in whichever order they come', () => {
  for (const order of [
    [0, 60, 120],
    [120, 60, 0],
    [60, 120, 0],
  ]) {
    let number: AnsweredNumber = { ...NEVER, stoppedAt: at(120) };
    let answers = 0;
    for (const seconds of order) {
      const text = { meaning: 'opt-out' as const, at: at(seconds) };
      if (!decideAnswer(text, number, at(121))) continue;
      answers += 1;
      number = withAnswer(number, text);
    }
    expect(answers).toBe(1);
  }
});

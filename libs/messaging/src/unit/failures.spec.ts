import { HermodError, UnreadableFact } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { backOffMs, describe as describeFailure, judge } from './failures.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('what is done about a failure', () => {
  it.each([
    ['a fact that can not be read', new UnreadableFact('FACT_EMPTY', 'value', 'x'), 'split'],
    ['a mistake in the code', new TypeError('x is undefined'), 'split'],
    ['an error for people', new HermodError('X', 'x'), 'split'],
    ['something that is no error', 'x', 'split'],
    ['a value that breaks a constraint', withCode('23514'), 'split'],
    ['a text that is no uuid', withCode('22P02'), 'split'],
    ['a lost connection', withCode('ECONNRESET'), 'again'],
    ['a deadlock', withCode('40P01'), 'again'],
    ['a timeout', withCode('57014'), 'again'],
  ])('%s', (_what, error, verdict) => {
    expect(judge(error)).toBe(verdict);
  });

  it('waits twice as long each time, two seconds at most', () => {
    expect([0, 1, 2, 5, 6, 50].map(backOffMs)).toEqual([50, 100, 200, 1_600, 2_000, 2_000]);
  });
});

describe('the words of a dead letter', () => {
  it('name code, message and field', () => {
    const error = new UnreadableFact('FACT_INVALID', 'kind', 'kind: no such kind');
    expect(describeFailure(error)).toEqual({
      code: 'FACT_INVALID',
      message: 'kind: no such kind',
      field: 'kind',
    });
    expect(describeFailure(new TypeError('x'))).toEqual({ code: 'TypeError', message: 'x' });
    expect(describeFailure(undefined)).toMatchObject({ code: 'UNKNOWN' });
  });

  it('are short and hold no address', () => {
    const { message } = describeFailure(
      new Error(`invalid input: "ada@sim.test", +46700000001 ${'x'.repeat(9_999)}`),
    );
    expect(message).toMatch(/^invalid input: "\[address\]", \[address\] x+$/);
    expect(message.length).toBe(500);
  });
});

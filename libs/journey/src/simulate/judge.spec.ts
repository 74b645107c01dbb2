import { describe, expect, it } from 'vitest';
import { GO, played, scene } from '../../test/scenes.ts';
import { judge, type Judgement } from './judge.ts';

function judged(expectations: readonly object[], more: object = {}): Judgement {
  const scenario = scene({ expect: expectations, ...more });
  return judge(scenario, played(scenario));
}

const verdicts = ({ rows }: Judgement): string[] => rows.map(({ verdict }) => verdict);

const ALL: readonly object[] = [
  { at: '12:00', push: 'a-push', step: 'tell' },
  { at: 'PT5M', sms: 'a-sms', rule: 'consent-given' },
  { at: 'PT15M', ended: 'exhausted', journey: 'tell' },
];

describe('a judgement', () => {
  it('passes what went as expected, in all spellings of times', () => {
    expect(judged(ALL)).toMatchObject({ passed: true });
    expect(verdicts(judged(ALL))).toEqual(['same', 'same', 'same']);
  });

  it('takes what was not said for right', () => {
    expect(judged([{ push: 'a-push' }, { sms: 'a-sms' }, { ended: 'exhausted' }]).passed).toBe(true);
  });

  it('names what differs', () => {
    const { passed, rows } = judged(ALL.with(1, { at: 'PT6M', sms: 'a-sms', step: 'other' }));
    expect(passed).toBe(false);
    expect(rows[1]).toMatchObject({
      verdict: 'differs',
      differences: [
        {
          field: 'at',
          expected: Date.parse('2026-11-23T11:06:00Z'),
          happened: Date.parse('2026-11-23T11:05:00Z'),
        },
        { field: 'step', expected: 'other', happened: 'tell' },
      ],
    });
  });

  it('takes nothing that was not expected', () => {
    expect(verdicts(judged([ALL[0]!, ALL[2]!]))).toEqual(['same', 'unexpected', 'same']);
    expect(judged([ALL[0]!, ALL[2]!]).passed).toBe(false);
    expect(judged([]).passed).toBe(false);
  });

  it('does where the scenario is not strict', () => {
    expect(judged([ALL[1]!], { strict: false }).passed).toBe(true);
    expect(judged([ALL[1]!, { push: 'b-push' }], { strict: false }).passed).toBe(false);
  });

  it('misses what did not happen', () => {
    expect(verdicts(judged([...ALL.slice(0, 2), { email: 'a-mail' }, ALL[2]!]))).toEqual([
      'same',
      'same',
      'missing',
      'same',
    ]);
  });

  it('wants the order that was written', () => {
    expect(judged([ALL[1]!, ALL[0]!, ALL[2]!]).passed).toBe(false);
  });

  it('fails what asks for something that can not be done', () => {
    const signal = { at: 'PT1M', signal: 'read', of: 'rcs' };
    expect(judged(ALL, { happens: [GO, signal] }).passed).toBe(false);
  });
});

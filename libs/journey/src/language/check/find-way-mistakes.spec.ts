import { describe, expect, it } from 'vitest';
import { END, HOUR, like, steps } from '../../../test/checked.ts';
import { check } from './check.ts';

describe('ways', () => {
  const round = (visits: object, back: object): object =>
    steps(
      { id: 'a', ...HOUR, ...visits },
      { id: 'b', send: [{ sms: 'x' }], then: { sent: 'a', failed: 'done' } },
      END,
      {
        id: 'c',
        ...back,
      },
    );

  it.each<[string, object, unknown[]]>([
    [
      'with `visits` a round has an end',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'b', limit: 'done' } },
        { id: 'b', send: [{ sms: 'x' }], then: 'a' },
        END,
      ),
      [],
    ],
    [
      '`visits` on one round end no other',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'b', limit: 'done' } },
        { id: 'b', send: [{ sms: 'x' }], then: { sent: 'a', failed: 'c' } },
        { id: 'c', ...HOUR, then: 'b' },
        END,
      ),
      [like('error', 'steps[2].then', '`c` leads back to `b`: the run would go round without a limit')],
    ],
    [
      'the limit itself may not lead round',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'b', limit: 'b' } },
        { id: 'b', ...HOUR, then: 'a' },
      ),
      [like('error', 'steps[1].then', '`b` leads back to `a`: the run would go round without a limit')],
    ],
    [
      'a round in which nothing waits is none',
      steps(
        { id: 'a', set: { n: '1' }, visits: 3, then: { next: 'b', limit: 'done' } },
        { id: 'b', branch: [{ when: 'event.data.again', then: 'a' }], else: 'done' },
        END,
      ),
      [like('error', 'steps[1].branch[0].then', 'nothing on the way waits')],
    ],
    [
      'an instant that is missing waits for nothing',
      steps(
        {
          id: 'a',
          wait: { until: 'event.data.at' },
          visits: 3,
          then: { timeout: 'done', missing: 'a', limit: 'done' },
        },
        END,
      ),
      [like('error', 'steps[0].then.missing', 'nothing on the way waits')],
    ],
    [
      '`visits` where nothing leads back limit nothing',
      steps({ id: 'a', ...HOUR, visits: 3 }, END),
      [like('warning', 'steps[0].visits', 'limits nothing')],
    ],
    [
      'a step behind a limit that is never reached has no way to it',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'done', limit: 'b' } },
        { id: 'b', ...HOUR },
        END,
      ),
      [
        like('warning', 'steps[0].visits', 'limits nothing'),
        like('error', 'steps[1]', 'nothing leads to step `b`'),
      ],
    ],
    [
      'an arm that is never taken is no way',
      steps({ id: 'a', branch: [{ when: '1 == 1', then: 'done' }], else: 'b' }, { id: 'b', ...HOUR }, END),
      [
        like('warning', 'steps[0].branch[0].when', 'always holds'),
        like('warning', 'steps[1]', 'only an arm that is never taken leads to step `b`'),
      ],
    ],
    [
      'every round without an end is told, at its own place',
      round({}, { ...HOUR, then: 'c' }),
      [
        like('error', 'steps[1].then.sent', '`b` leads back to `a`'),
        like('error', 'steps[3].then', '`c` leads back to `c`'),
        like('error', 'steps[3]', 'nothing leads to step `c`'),
      ],
    ],
  ])('%s', (_what, document, findings) => {
    expect(check(document)).toEqual(findings);
  });

  it('a thousand steps in a row, and a thousand in a round, overflow nothing', () => {
    const list = Array.from({ length: 1_000 }, (_, n) => ({ id: `s${n}`, wait: { for: 'PT1S' } }));
    expect(check(steps(...list))).toEqual([]);
    const round = list.with(999, { id: 's999', wait: { for: 'PT1S' }, then: 's0' } as never);
    expect(check(steps(...round))).toEqual([like('error', 'steps[999].then', '`s999` leads back to `s0`')]);
  });
});

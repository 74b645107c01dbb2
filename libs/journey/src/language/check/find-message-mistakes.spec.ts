import { describe, expect, it } from 'vitest';
import { END, SMS, journey, like, steps } from '../../../test/checked.ts';
import { check } from './check.ts';

describe('messages', () => {
  const TEMPLATES = new Map([
    ['a-push', 'push'],
    ['a-sms', 'sms'],
  ] as const);

  it.each<[string, object, unknown[]]>([
    [
      'an open is weak on email',
      steps({ id: 'a', escalate: [{ email: 'm', until: 'opened', within: 'P1D' }], then: 'done' }, END),
      [
        like('warning', 'steps[0].escalate[0].within', 'expires'),
        like('warning', 'steps[0].escalate[0].until', 'weak on email'),
      ],
    ],
    [
      'rcs wants something behind it',
      steps({ id: 'a', escalate: [{ rcs: 'm', until: 'read', within: 'PT1H' }], then: 'done' }, END),
      [like('warning', 'steps[0].escalate[0]', 'not every phone takes rcs')],
    ],
    [
      'another step that sends is enough',
      steps(
        { id: 'a', escalate: [{ rcs: 'm', until: 'read', within: 'PT1H' }] },
        { id: 'b', send: [{ sms: 'x' }] },
      ),
      [],
    ],
    [
      'a signal that each has to bring, and one can not',
      steps({ id: 'a', send: [{ push: 'p' }, { sms: 's' }], await: 'all', until: 'opened', within: 'PT1H' }),
      [like('error', 'steps[0].until', 'sms can never report `opened`')],
    ],
    [
      'one that can is enough for any',
      steps({ id: 'a', send: [{ push: 'p' }, { sms: 's' }], await: 'any', until: 'opened', within: 'PT1H' }),
      [],
    ],
    [
      'an answer by text needs a number',
      steps({ id: 'a', escalate: [{ ...SMS, until: 'replied' }] }),
      [like('warning', 'steps[0].escalate[0].until', 'needs a sender')],
    ],
    [
      'marketing without a topic',
      journey({ purpose: 'marketing' }),
      [like('warning', 'topic', 'without a topic')],
    ],
  ])('%s', (_what, document, findings) => {
    expect(check(document)).toHaveLength(findings.length);
    expect(check(document)).toEqual(expect.arrayContaining(findings));
  });

  it('templates are looked at where they are known', () => {
    const document = steps({ id: 'a', send: [{ sms: 'a-push' }, { sms: 'a-smss' }, { push: 'a-push' }] });
    expect(check(document)).toEqual([]);
    expect(check(document, { templates: TEMPLATES })).toEqual([
      like('error', 'steps[0].send[0].sms', '`a-push` is a template for push'),
      like('error', 'steps[0].send[1].sms', 'there is no template `a-smss`'),
    ]);
    expect(check(document, { templates: TEMPLATES })[1]!.fix).toContain('did you mean `a-sms`?');
  });
});

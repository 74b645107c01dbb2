import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { compileJourney } from './compile-journey.ts';
import type { Problem } from './problem.ts';

const PUSH = { push: 'a-push', until: 'opened', within: 'PT15M' };
const SMS = { sms: 'a-sms', until: 'delivered', within: 'PT10M' };

/** A journey that is right, but for what is changed. */
function journey(change: object = {}): object {
  return {
    journey: 'order-shipped',
    purpose: 'transactional',
    start: { on: 'com.shop.order.shipped' },
    steps: [
      { id: 'tell', escalate: [PUSH, SMS] },
      { id: 'done', end: 'told' },
    ],
    ...change,
  };
}

function problemsOf(document: unknown): readonly Problem[] {
  try {
    compileJourney(document);
    return [];
  } catch (error) {
    if (error instanceof HermodError && error.code === 'JOURNEY_INVALID') return error.problems!;
    throw error;
  }
}

const steps = (...list: object[]): object => journey({ steps: list });
const END = { id: 'done', end: 'told' };

describe('a journey without a mistake', () => {
  it.each<[string, object]>([
    ['the simplest', journey()],
    [
      'every kind of step',
      steps(
        { id: 'pick', branch: [{ when: 'recipient.vip', then: 'tell' }], else: 'pause' },
        { id: 'pause', wait: { for: 'PT1H' } },
        { id: 'tell', escalate: [PUSH], then: { exhausted: 'mail', reached: 'done' } },
        { id: 'mail', send: [{ email: 'a-mail' }, { sms: 'a-sms' }], then: 'done' },
        END,
      ),
    ],
    [
      'ways that meet again',
      steps(
        { id: 'a', escalate: [PUSH], then: { reached: 'c', exhausted: 'b' } },
        { id: 'b', wait: { for: 'PT1S' }, then: 'c' },
        { id: 'c', end: 'told' },
      ),
    ],
    ['a last step that only stops', steps({ id: 'tell', send: [{ push: 'a-push' }] })],
    [
      'names that JavaScript knows as well',
      steps(
        { id: 'constructor', wait: { for: 'PT1S' }, then: 'toString' },
        { id: 'toString', end: 'valueOf' },
      ),
    ],
    [
      'a thousand steps',
      steps(...Array.from({ length: 1_000 }, (_, n) => ({ id: `s${n}`, wait: { for: 'PT1S' } }))),
    ],
  ])('is taken: %s', (_what, document) => {
    expect(problemsOf(document)).toEqual([]);
  });
});

describe('each mistake has its path, and says what to do', () => {
  it.each<[string, object, Partial<Problem>[]]>([
    ['no purpose', journey({ purpose: undefined }), [{ field: 'purpose' }]],
    ['a purpose that is none', journey({ purpose: 'urgent' }), [{ field: 'purpose' }]],
    ['a name with a space', journey({ journey: 'order shipped' }), [{ field: 'journey' }]],
    [
      'a key that nobody knows',
      journey({ expire: 'P1D' }),
      [{ field: 'journey', message: expect.stringContaining('expire') }],
    ],
    [
      'a duration that is none',
      journey({ expires: '2 days' }),
      [{ field: 'expires', message: expect.stringContaining('PT15M') }],
    ],
    ['no start', journey({ start: undefined }), [{ field: 'start' }]],
    [
      'once without a value',
      journey({ start: { on: 'a', once: { within: 'PT1H' } } }),
      [{ field: 'start.once.per' }],
    ],
    ['no step', steps(), [{ field: 'steps' }]],
    [
      'a step that says nothing',
      steps({ id: 'a' }),
      [{ field: 'steps[0]', fix: expect.stringContaining('escalate') }],
    ],
    ['a step that is a text', steps(END, 'x' as never), [{ field: 'steps[1]' }]],
    [
      'a step that does two things',
      steps({ id: 'a', end: 'x', wait: { for: 'PT1S' } }),
      [{ field: 'steps[0]', message: expect.stringContaining('wait and end') }],
    ],
    [
      'a rung with two channels',
      steps({ id: 'a', escalate: [{ ...PUSH, sms: 'x' }] }),
      [{ field: 'steps[0].escalate[0]', message: expect.stringContaining('exactly one channel') }],
    ],
    [
      'a rung without a channel',
      steps({ id: 'a', escalate: [{ until: 'opened', within: 'PT1M' }] }),
      [{ field: 'steps[0].escalate[0]' }],
    ],
    [
      'a rung without a time',
      steps({ id: 'a', escalate: [{ push: 'x', until: 'opened' }] }),
      [{ field: 'steps[0].escalate[0].within' }],
    ],
    [
      'a signal that is none',
      steps({ id: 'a', escalate: [{ ...PUSH, until: 'seen' }] }),
      [{ field: 'steps[0].escalate[0].until' }],
    ],
    ['a wait that is none', steps({ id: 'a', wait: { for: 'soon' } }), [{ field: 'steps[0].wait.for' }]],
    [
      'a branch without else',
      steps({ id: 'a', branch: [{ when: 'true', then: 'a' }] }),
      [{ field: 'steps[0].else' }],
    ],
    [
      'a then that leads nowhere',
      steps({ id: 'a', wait: { for: 'PT1S' }, then: 'b' }),
      [{ field: 'steps[0].then', message: expect.stringContaining('`b`'), fix: 'the steps are: a' }],
    ],
    [
      'an outcome that leads nowhere',
      steps({ id: 'a', escalate: [PUSH], then: { reached: 'b' } }),
      [
        { field: 'steps[0].then.reached', fix: 'the steps are: a' },
        { field: 'steps[0].then', message: expect.stringContaining('`exhausted`') },
      ],
    ],
    [
      'an outcome that it does not have',
      steps({ id: 'a', escalate: [PUSH], then: { sent: 'done' } }, END),
      [{ field: 'steps[0].then.sent', fix: 'its outcomes are: reached, exhausted' }],
    ],
    [
      'an arm that leads nowhere',
      steps({ id: 'a', branch: [{ when: 'true', then: 'x' }], else: 'y' }),
      [{ field: 'steps[0].branch[0].then' }, { field: 'steps[0].else' }],
    ],
    [
      'two steps of one name',
      steps({ id: 'a', wait: { for: 'PT1S' } }, { id: 'a', end: 'x' }),
      [{ field: 'steps[1].id', fix: expect.any(String) }],
    ],
    [
      'a step that nothing leads to',
      steps({ id: 'a', wait: { for: 'PT1S' }, then: 'done' }, { id: 'b', wait: { for: 'PT1S' } }, END),
      [{ field: 'steps[1]', message: expect.stringContaining('`b`'), fix: expect.any(String) }],
    ],
    [
      'a step that leads to itself',
      steps({ id: 'a', wait: { for: 'PT1S' }, then: 'a' }),
      [{ field: 'steps[0].then', message: expect.stringContaining('without a limit') }],
    ],
    [
      'a round over several steps',
      steps(
        { id: 'a', wait: { for: 'PT1S' } },
        { id: 'b', escalate: [PUSH], then: { reached: 'done', exhausted: 'c' } },
        { id: 'c', branch: [{ when: 'true', then: 'a' }], else: 'done' },
        END,
      ),
      [
        {
          field: expect.stringContaining('steps[2]'),
          message: expect.stringContaining('`c` leads back to `a`'),
        },
      ],
    ],
    [
      'a signal that the channel never reports',
      steps({ id: 'a', escalate: [{ ...SMS, until: 'read' }] }),
      [
        {
          field: 'steps[0].escalate[0].until',
          message: 'sms can never report `read`',
          fix: 'it reports: delivered, replied',
        },
      ],
    ],
    [
      'a condition that is none',
      journey({ start: { on: 'a', when: 'event.data.total >' } }),
      [{ field: 'start.when', fix: expect.stringContaining('CEL') }],
    ],
    [
      'an exit that is never true',
      journey({ exit: [{ on: 'x' }, { on: 'y', when: '"no"' }] }),
      [{ field: 'exit[1].when' }],
    ],
    [
      'an arm with a condition that is none',
      steps(
        {
          id: 'a',
          branch: [
            { when: 'true', then: 'done' },
            { when: 'orders > 1', then: 'done' },
          ],
          else: 'done',
        },
        END,
      ),
      [{ field: 'steps[0].branch[1].when' }],
    ],
    [
      'once per something that is none',
      journey({ start: { on: 'a', once: { per: 'order.id', within: 'P1D' } } }),
      [{ field: 'start.once.per' }],
    ],
  ])('%s', (_what, document, wanted) => {
    const problems = problemsOf(document);
    expect(problems.map((problem) => problem.field)).toHaveLength(wanted.length);
    expect(problems).toEqual(wanted.map((problem) => expect.objectContaining(problem)));
  });

  it.each([
    ['what is missing', journey({ purpose: undefined }), 'use one of: critical, transactional, marketing'],
    ['a word of no list', journey({ purpose: 'urgent' }), 'use one of: critical, transactional, marketing'],
    ['an object that is missing', journey({ start: undefined }), 'add it'],
    ['a number for a text', journey({ topic: 5 }), 'make it a string'],
    [
      'an unknown key',
      journey({ expire: 'P1D' }),
      'remove expire, or correct its name (did you mean `expires`?)',
    ],
    [
      'a then that is neither',
      steps({ id: 'a', wait: { for: 'PT1S' }, then: 5 }),
      'name a step, or a step for each outcome',
    ],
  ])('the shape says how to mend it: %s', (_what, document, fix) => {
    expect(problemsOf(document)).toEqual([expect.objectContaining({ fix })]);
  });

  it('several are found in one pass, in the shape', () => {
    const document = journey({
      purpose: 'urgent',
      expires: '2 days',
      steps: [{ id: 'a' }, { id: 'b', escalate: [{ push: 'x', until: 'seen', within: 'soon' }] }],
    });
    expect(
      problemsOf(document)
        .map((problem) => problem.field)
        .toSorted(),
    ).toEqual([
      'expires',
      'purpose',
      'steps[0]',
      'steps[1].escalate[0].until',
      'steps[1].escalate[0].within',
    ]);
  });

  it('several are found in one pass, in the meaning', () => {
    const document = journey({
      start: { on: 'a', when: 'oops' },
      steps: [
        { id: 'a', escalate: [{ ...SMS, until: 'opened' }], then: { reached: 'nowhere' } },
        { id: 'a', end: 'x' },
      ],
    });
    expect(
      problemsOf(document)
        .map((problem) => problem.field)
        .toSorted(),
    ).toEqual(['start.when', 'steps[0].escalate[0].until', 'steps[0].then.reached', 'steps[1].id']);
  });

  it('the error itself names the first and counts the rest', () => {
    try {
      compileJourney(steps({ id: 'a' }, { id: 'b' }, { id: 'c' }));
    } catch (error) {
      expect(error).toMatchObject({ code: 'JOURNEY_INVALID', field: 'steps[0]', fix: expect.any(String) });
      expect((error as Error).message).toMatch(/^steps\[0\]: .* \(and 2 more\)$/);
    }
    expect.hasAssertions();
  });
});

import { describe, expect, it } from 'vitest';
import { END, HOUR, PUSH, SMS, journey, like, steps, told } from '../../../test/checked.ts';
import { check } from './check.ts';

describe('a document is looked at as a whole', () => {
  it('mistakes of every kind are found in one pass', () => {
    const document = journey({
      purpose: 'urgent',
      start: { on: 'a', when: 'order.total > 1' },
      steps: [
        { id: 'tell', escalate: [{ ...SMS, until: 'read' }], then: { reached: 'dnoe' } },
        { id: 'tell', esclate: [] },
        { id: 'count', set: { total: 'event.data.total +' } },
        END,
      ],
    });
    expect(check(document)).toEqual([
      like('error', 'purpose', 'Invalid option'),
      like('error', 'steps[1]', 'says nothing to do'),
      like('error', 'steps[1].id', 'already, at steps[0]'),
      like('error', 'steps[0].then.reached', 'no step `dnoe`'),
      like('error', 'start.when', 'Unknown variable: order'),
      like('error', 'steps[2].set.total', 'Unexpected token'),
      like('error', 'steps[0].escalate[0].until', 'sms can never report `read`'),
    ]);
  });

  it('what was probably meant is said', () => {
    const fixOf = (document: object): string | undefined => check(document)[0]?.fix;
    expect(fixOf(steps({ id: 'a', ...HOUR, then: 'dnoe' }, END))).toBe('did you mean `done`?');
    expect(fixOf(steps({ id: 'a', ...HOUR, then: { timout: 'done' } }, END))).toBe('did you mean `timeout`?');
    expect(fixOf(journey({ purpose: 'critcal' }))).toBe('did you mean `critical`?');
    expect(fixOf(journey({ stepz: [] }))).toContain('did you mean `steps`?');
    expect(fixOf(steps({ id: 'a', wiat: {} }))).toContain('did you mean `wait`?');
    expect(fixOf(journey({ start: { on: 'a', when: 'evnt.data.x == 1' } }))).toBe('did you mean `event`?');
    expect(fixOf(journey({ start: { on: 'a', when: 'orderId == 1' } }))).toContain('event.data.orderId');
  });

  it('what a wrong id was meant to lead to is not unreached as well', () => {
    expect(told(check(steps({ id: 'a', ...HOUR, then: 'dnoe' }, END)))).toHaveLength(1);
  });

  it('a flood of mistakes is cut off, with a word about the rest', () => {
    const list = Array.from({ length: 1_000 }, (_, n) => ({ id: `s${n}`, ...HOUR, then: `no${n}` }));
    const findings = check(steps(...list));
    expect(findings).toHaveLength(200);
    expect(findings.at(-1)!.message).toBe('and 801 more that are not told here');
    expect(JSON.stringify(findings).length).toBeLessThan(100_000);
  });
});

describe('outcomes', () => {
  it.each<[string, object, unknown[]]>([
    [
      'a last step whose `then` leaves one out would end unsaid',
      steps(END, { id: 'tell', escalate: [PUSH], then: { reached: 'done' } }),
      [like('error', 'steps[1].then', '`exhausted`'), like('error', 'steps[1]', 'nothing leads')],
    ],
    ['without `then` the last step just ends', steps({ id: 'tell', send: [{ sms: 'a' }] }), []],
    [
      '`limit` is one of steps with `visits` only',
      steps({ id: 'a', ...HOUR, then: { limit: 'done' } }, END),
      [like('error', 'steps[0].then.limit', 'no outcome `limit`')],
    ],
  ])('%s', (_what, document, findings) => {
    expect(check(document)).toEqual(findings);
  });
});

describe('whatever it is given, it answers', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'journey'],
    ['a text', 'x', 'journey'],
    ['a list', [], 'journey'],
    ['10,000 steps', steps(...Array.from({ length: 10_000 }, (_, n) => ({ id: `s${n}`, ...HOUR }))), 'steps'],
    [
      '1,050 expressions',
      steps(
        ...Array.from({ length: 21 }, (_, n) => ({
          id: `s${n}`,
          set: Object.fromEntries(Array.from({ length: 50 }, (__, m) => [`v${m}`, 'start.data.total'])),
        })),
      ),
      'steps',
    ],
    ['10,000 levels', nested(10_000), 'journey'],
    ['10,000 levels in a step', steps({ id: 'a', set: nested(10_000) as object }), 'steps[0].set.a'],
    ['10^9 visits', steps({ id: 'a', ...HOUR, visits: 1e9, then: 'a' }), 'steps[0].visits'],
    ['centuries', journey({ expires: 'P36500D' }), 'expires'],
    [
      'a duration of a thousand digits',
      steps({ id: 'a', wait: { for: `P${'9'.repeat(1_000)}D` } }),
      'steps[0].wait.for',
    ],
    ['a million brackets', journey({ start: { on: 'a', when: '('.repeat(1_000) } }), 'start.when'],
    ['a tower of negations', journey({ start: { on: 'a', when: `${'!'.repeat(1_990)}true` } }), 'start.when'],
    [
      'a prototype as a variable',
      steps(JSON.parse('{"id":"a","set":{"__proto__":"1"}}') as object),
      'steps[0].set.__proto__',
    ],
    [
      'a prototype as an outcome',
      steps(JSON.parse('{"id":"a","end":"x","then":{"__proto__":"a"}}') as object),
      'steps[0].then.__proto__',
    ],
  ])('%s', (_what, document, field) => {
    expect(check(document)[0]).toMatchObject({ severity: 'error', field });
  });
});

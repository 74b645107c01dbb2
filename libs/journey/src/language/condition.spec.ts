import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, type Expression, holds, type Scope } from './condition.ts';

const SCOPE: Scope = {
  event: {
    type: 'com.shop.order.shipped',
    data: {
      total: 5,
      rate: 1.5,
      name: 'abc',
      list: [1, 2, 3],
      nested: { a: 1 },
      nothing: null,
      at: '2026-11-22T09:00:00Z',
    },
  },
  start: { data: { orderId: 'A' } },
  recipient: { firstName: 'Ada', vip: true },
  vars: { tries: 2 },
  now: new Date('2026-11-22T09:30:00Z'),
};

function compiled(source: string, wanted: 'bool' | 'any' = 'bool'): Expression {
  const expression = compileExpression(source, wanted);
  if (!('evaluate' in expression)) throw new Error(`${source}: ${expression.message}`);
  return expression;
}

describe('a condition', () => {
  it.each([
    ['numbers of JSON are numbers', 'event.data.total > 0 && event.data.total == 5 && event.data.total != 6'],
    [
      'also in a list',
      'event.data.total in [1, 5] && 2 in event.data.list && !(event.data.total in event.data.list)',
    ],
    ['also in arithmetic', '(event.data.total + 1) * 2 - 3 / 1.5 == 10.0 && -event.data.total < 0'],
    ['also against whole numbers', 'event.data.total - 5 == 0 && event.data.rate * 2 == 3'],
    [
      'also behind a literal',
      '10 - event.data.total == 5 && 10 + event.data.total == 15 && 12 / event.data.total == 2.4',
    ],
    [
      'also for a remainder',
      'event.data.total % 2 == 1 && 12 % event.data.total == 2 && event.data.total % event.data.rate == 0.5',
    ],
    ['also as an index', 'event.data.list[vars.tries] == 3'],
    ['texts', 'event.data.name == "abc" && event.data.name.startsWith("a") && event.data.name.contains("b")'],
    ['objects and lists', 'event.data.nested == {"a": 1} && event.data.list.exists(x, x > 2)'],
    ['what is there', 'has(event.data.total) && !has(event.data.missing) && event.data.nothing == null'],
    ['everything one can see', 'start.data.orderId == "A" && recipient.vip && vars.tries == 2'],
    ['times', 'now - timestamp(event.data.at) == duration("30m")'],
    ['one side that holds', 'recipient.vip || event.data.missing > 0'],
    ['one side that holds, whichever', 'event.data.missing > 0 || recipient.vip'],
  ])('%s', (_what, source) => {
    expect(holds(compiled(source), SCOPE)).toEqual({ holds: true });
  });

  it.each([
    ['a field that is missing', 'event.data.missing > 0', 'missing'],
    ['the negation of it', '!(event.data.missing > 0)', 'missing'],
    ['a field of what is missing', 'event.data.a.b.c == 1', 'a'],
    ['what every object of JavaScript has', 'event.data.constructor != null', 'constructor'],
    ['its prototype', 'event.data.__proto__ != null', '__proto__'],
    ['kinds that can not be compared', 'event.data.total > "a"', 'overload'],
    ['a time that is none', 'timestamp(event.data.name) < now', ''],
    ['a division by zero', '1 / 0 == 1', 'zero'],
  ])('is false, and says why: %s', (_what, source, missing) => {
    const verdict = holds(compiled(source), SCOPE);
    expect(verdict.holds).toBe(false);
    expect(verdict.missing).toContain(missing);
  });

  it('that is no truth value is false without anything missing', () => {
    expect(holds(compiled('event.data.total'), SCOPE)).toEqual({ holds: false });
  });

  it.each([
    ['a text', '"x"', 'true or false'],
    ['a number', '1 + 1', 'true or false'],
    ['a name that nobody knows', 'order.total > 1', 'order'],
    ['what is no expression', 'event.data.total >', ''],
    ['matches as a method', 'event.data.name.matches("(a+)+b")', '`matches` is not offered'],
    ['matches as a function', 'matches(event.data.name, "(a+)+b")', '`matches` is not offered'],
    ['matches inside', '[1].exists(x, event.data.name.matches("a"))', '`matches` is not offered'],
    ['too many parts', Array.from({ length: 300 }, () => 'true').join(' && '), ''],
    ['too deep a nesting', `${'('.repeat(60)}true${')'.repeat(60)}`, ''],
    ['too long a list', `1 in [${Array.from({ length: 201 }, (_, n) => n).join(', ')}]`, ''],
  ])('is refused before it is used: %s', (_what, source, because) => {
    const refused = compileExpression(source, 'bool');
    expect(refused).toMatchObject({ message: expect.stringContaining(because) });
    expect(refused).not.toHaveProperty('evaluate');
  });

  it('never throws, whatever the event holds', () => {
    const expressions = [
      'event.data.total > 0',
      'event.data.list[0].a == "x"',
      'event.data.a.b in event.data.c',
      'timestamp(event.data.at) < now',
      'event.data.list.all(x, x.ok)',
    ].map((source) => compiled(source));
    const data = fc.dictionary(fc.constantFrom('total', 'list', 'a', 'b', 'c', 'at'), fc.jsonValue());
    fc.assert(
      fc.property(data, fc.constantFrom(...expressions), (values, expression) => {
        const verdict = holds(expression, { ...SCOPE, event: { data: values } });
        expect(typeof verdict.holds).toBe('boolean');
      }),
    );
  });

  it('as a value is what it is', () => {
    expect(compiled('event.data.name + "-" + start.data.orderId', 'any').evaluate(SCOPE)).toEqual({
      value: 'abc-A',
    });
    expect(compiled('event.data.missing', 'any').evaluate(SCOPE)).toMatchObject({
      missing: expect.any(String),
    });
  });
});

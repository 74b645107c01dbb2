import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, type Expression, holds, type Scope } from './condition.ts';
import { BUDGET } from './expression-budget.ts';

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

describe('what an evaluation may cost', () => {
  /** Items that count how often they are looked at. */
  function counted(length: number): { items: object[]; looks: () => number } {
    let looks = 0;
    const items = Array.from({ length }, () => ({
      get n() {
        looks += 1;
        return 1;
      },
    }));
    return { items, looks: () => looks };
  }
  const over = (source: string, data: object): unknown =>
    compiled(source, 'any').evaluate({ ...SCOPE, event: { data } });
  const TOO_LONG = { missing: expect.stringContaining('takes too long') as string };

  it.each([
    ['a list as long as an event can hold', 'event.data.l.exists(x, x.n > 1)'],
    ['each with each', 'event.data.l.all(x, event.data.l.exists(y, y.n > x.n))'],
    ['one after the other', 'event.data.l.filter(x, x.n > 0).filter(x, x.n > 0).map(x, x.n).size()'],
    ['with an error in each round', 'event.data.l.exists(x, x.n.m.o == 1)'],
    ['beside something that holds', 'event.data.l.exists(x, x.n > 1) || event.data.l.exists(x, x.n > 2)'],
  ])('walks are counted before they begin: %s', (_what, source) => {
    for (const length of [10, 100, 1_000, 100_000]) {
      const { items, looks } = counted(length);
      const outcome = over(source, { l: items });
      expect(looks()).toBeLessThan(BUDGET);
      if (length === 100_000) expect(outcome).toEqual(TOO_LONG);
      if (length === 10) expect(outcome).not.toEqual(TOO_LONG);
    }
  });

  it('a list of a thousand items is walked', () => {
    const { items, looks } = counted(1_000);
    expect(over('event.data.l.all(x, x.n == 1)', { l: items })).toEqual({ value: true });
    expect(looks()).toBe(1_000);
  });

  const doubled = (times: number): string => `[[1, 1]]${'.map(a, a + a)'.repeat(times)}[0]`;
  const packed = (times: number): string => `[1]${'.map(a, [a, a])'.repeat(times)}`;
  const text = 'a'.repeat(100_000);
  it.each<[string, string, object]>([
    ['a list that doubles itself', `${doubled(30)}.size() == 1`, {}],
    ['a text that doubles itself', `${doubled(30).replace('1, 1', '"aaaaaaaaaa"')}.size() == 1`, {}],
    ['a value of a few parts that are there a billion times', packed(30), {}],
    ['a comparison of such', `${packed(30)} == ${packed(30)}`, {}],
    [
      'a search that starts again and again',
      'event.data.t.lastIndexOf(event.data.s) == 1',
      {
        t: text,
        s: `${'a'.repeat(10_000)}b`,
      },
    ],
    [
      'a duration of thousands of digits',
      'duration(event.data.t) > duration("1s")',
      { t: '1'.repeat(4_000) },
    ],
    [
      'clocks that are read again and again',
      'event.data.l.all(x, now.getHours("Europe/Stockholm") > -1)',
      {
        l: Array.from({ length: 1_000 }, () => 1),
      },
    ],
    [
      'large values, compared over and over',
      Array.from({ length: 40 }, () => 'event.data.l == event.data.m').join(' && '),
      {
        l: Array.from({ length: 1_000 }, () => text.slice(0, 100)),
        m: Array.from({ length: 1_000 }, () => text.slice(0, 100)),
      },
    ],
    [
      'keys by the thousand',
      'event.data.l.all(x, event.data.k.exists(y, y != x))',
      {
        l: Array.from({ length: 1_000 }, () => 'a'),
        k: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])),
      },
    ],
  ])('is the same whatever makes it large: %s', (_what, source, data) => {
    expect(over(source, data)).toEqual(TOO_LONG);
  });

  it('begins anew with each evaluation', () => {
    const expression = compiled('event.data.l.all(x, x == 1)');
    const large = { ...SCOPE, event: { data: { l: Array.from({ length: 100_000 }, () => 1) } } };
    const small = { ...SCOPE, event: { data: { l: Array.from({ length: 1_000 }, () => 1) } } };
    for (let n = 0; n < 50; n += 1) {
      expect(expression.evaluate(large)).toEqual(TOO_LONG);
      expect(expression.evaluate(small)).toEqual({ value: true });
    }
  });
});

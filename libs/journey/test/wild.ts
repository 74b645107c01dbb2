import fc from 'fast-check';

const IDS = ['a', 'b', 'c', 'd', 'constructor', 'toString'];
const id = fc.constantFrom(...IDS);
const duration = fc.constantFrom('PT0S', 'PT1S', 'PT15M', 'PT2H');
const when = fc.constantFrom(
  'recipient.vip',
  'event.data.total > 40',
  'vars.n == 1',
  'true',
  '1 == 2',
  'size(',
);

/** What a step does, besides where it leads. */
const deed = fc.oneof(
  duration.map((within) => ({ wait: { for: within } })),
  fc.constantFrom('start', undefined).map((since) => ({
    wait: { on: 'go', within: 'PT1H', ...(since === undefined ? {} : { since }) },
  })),
  fc.constant({ wait: { until: 'event.data.at' } }),
  fc.constant({ set: { n: '1' } }),
  fc.constant({ publish: { type: 'com.shop.seen' } }),
  duration.map((within) => ({ collect: { for: within } })),
  fc.constantFrom('push', 'sms').map((channel) => ({ send: [{ [channel]: 'x' }] })),
  duration.map((within) => ({ escalate: [{ push: 'x', until: 'opened', within }] })),
);
const outcome = fc.constantFrom(
  'timeout',
  'happened',
  'next',
  'sent',
  'failed',
  'reached',
  'limit',
  'missing',
);
const then = fc.oneof(id, fc.dictionary(outcome, id, { maxKeys: 3 }));
const plain = fc
  .record({
    deed,
    then: fc.option(then, { nil: undefined }),
    visits: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  .map(({ deed: what, ...rest }) => ({ ...what, ...given(rest) }));
const branch = fc.record({
  branch: fc.array(fc.record({ when, then: id }), { minLength: 1, maxLength: 3 }),
  else: id,
});
const split = fc.tuple(id, id).map(([one, other]) => ({
  split: [
    { share: 50, then: one },
    { share: 50, then: other },
  ],
}));
const end = fc.constant({ end: 'over' });

/** Documents whose steps lead anywhere: round in circles, to what is not there, to themselves. Most have mistakes. */
export const wildDocument: fc.Arbitrary<object> = fc
  .record({
    expires: fc.constantFrom('PT1H', 'P2D', 'P30D'),
    bodies: fc.array(fc.oneof({ weight: 4, arbitrary: plain }, branch, split, end), {
      minLength: 1,
      maxLength: IDS.length,
    }),
  })
  .map(({ expires, bodies }) => ({
    journey: 'wild',
    purpose: 'transactional',
    expires,
    start: { on: 'com.shop.order.shipped' },
    steps: bodies.map((body, index) => ({ id: IDS[index], ...body })),
  }));

/** A document in which one part, anywhere, is something else. */
export function mutated(document: fc.Arbitrary<object>): fc.Arbitrary<unknown> {
  return fc
    .tuple(document, fc.infiniteStream(fc.nat(7)), fc.oneof(fc.jsonValue(), fc.constantFrom(...JUNK)))
    .map(([whole, choices, junk]) => replaced(whole, choices, junk, 0));
}

const JUNK = [
  '__proto__',
  'P9999999D',
  'x'.repeat(3_000),
  '((((',
  'vars.none',
  'now < event.time',
  1e308,
  -1,
  null,
];

function replaced(value: unknown, choices: Iterator<number>, junk: unknown, depth: number): unknown {
  const choice = choices.next().value as number;
  if (typeof value !== 'object' || value === null || (choice === 0 && depth > 0)) return junk;
  const keys = Object.keys(value);
  const key = keys[(choices.next().value as number) % Math.max(1, keys.length)];
  if (key === undefined) return junk;
  if (Array.isArray(value))
    return value.with(Number(key), replaced(value[Number(key)], choices, junk, depth + 1));
  const { [key]: part, ...others } = value as Record<string, unknown>;
  if (choice === 1) return others;
  if (choice === 2) return { ...others, [nameFrom(junk)]: part };
  return { ...value, [key]: replaced(part, choices, junk, depth + 1) };
}

/** Not `String`: of an object with a key `toString` it can't make a text. */
const nameFrom = (junk: unknown): string =>
  (typeof junk === 'string' ? junk : JSON.stringify(junk)).slice(0, 20);

const given = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));

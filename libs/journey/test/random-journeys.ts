import fc from 'fast-check';
import { type CompiledJourney, compileJourney } from '../src/language/compile-journey.ts';
import { outcomesOf } from '../src/language/outcomes.ts';
import type { Step } from '../src/language/steps.ts';

/** How long things take, and how long the run may. */
const SCALES = [
  { expires: 'PT30M', lengths: ['PT0S', 'PT10S', 'PT1M', 'PT5M'] },
  { expires: 'PT6H', lengths: ['PT10S', 'PT15M', 'PT2H'] },
  { expires: 'P60D', lengths: ['PT0S', 'PT10S', 'PT15M', 'PT2H', 'P1D'] },
  { expires: undefined, lengths: ['PT10S', 'PT1M'] },
] as const;
type Length = (n: number) => string;

const RUNGS = [
  { push: 'a', until: 'opened' },
  { push: 'a', until: 'delivered' },
  { rcs: 'b', until: 'read' },
  { sms: 'c', until: 'delivered' },
  { email: 'd', until: 'clicked' },
];
const CONDITIONS = [
  'recipient.vip',
  'event.data.total > 40',
  'event.data.missing == 1',
  'vars.n > 2',
  'true',
];
const SAME_ORDER = 'event.data.orderId == start.data.orderId';
const INSTANTS = ['start.data.at', 'now + duration("10m")', 'now - duration("1h")', 'vars.nowhere', '"soon"'];
/** Among them some that grow with each visit, are missing, or are no JSON. */
const VALUES = [
  'event.data.total * 2',
  'start.data.missing',
  'vars.n + 1',
  'vars.big + vars.big',
  'vars.kept',
  '"0123456789"',
  'now',
  'int(event.data.total)',
  '[1, 2]',
  '0.0 / 0.0',
];
const NAMES = ['n', 'big', 'kept', 'collected', 'constructor'];

const n = fc.nat(9);
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const values = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES), {
  minKeys: 1,
  maxKeys: 3,
});
const visits = some(fc.integer({ min: 1, max: 4 }));

/** A step before its name and its targets are known. */
type Body = (length: Length) => object;
/** Drops what is undefined, which JSON does not know. */
const without = (value: object): object => JSON.parse(JSON.stringify(value)) as object;

const escalate: fc.Arbitrary<Body> = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom(...RUNGS), n), { minLength: 1, maxLength: 3 }), visits)
  .map(([rungs, most]) => (length) => ({
    escalate: rungs.map(([rung, within]) => ({ ...rung, within: length(within) })),
    visits: most,
  }));

const send: fc.Arbitrary<Body> = fc
  .tuple(
    fc.array(fc.constantFrom({ push: 'a' }, { sms: 'c' }, { email: 'd' }), { minLength: 1, maxLength: 3 }),
    some(fc.tuple(fc.constantFrom('any', 'all'), n)),
    visits,
  )
  .map(([messages, awaited, most]) => (length) => ({
    send: messages,
    ...(awaited === undefined ? {} : { await: awaited[0], until: 'delivered', within: length(awaited[1]) }),
    visits: most,
  }));

const REPLIES = [
  { id: 'yes', text: 'Yes', words: ['sure'] },
  { id: 'no', text: 'No' },
  { id: 'constructor', text: 'Later' },
];
const ask: fc.Arbitrary<Body> = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom({ rcs: 'b' }, { sms: 'c' }, { email: 'd' }), n), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.integer({ min: 1, max: REPLIES.length }),
    fc.boolean(),
    some(fc.constantFrom(...NAMES)),
    visits,
  )
  .map(([rungs, most, other, as, often]) => (length) => ({
    ask: rungs.map(([rung, within]) => ({ ...rung, within: length(within) })),
    replies: REPLIES.slice(0, most),
    // An outcome only where it is named: `wire` says where it leads.
    ...(other ? { then: { other: '' } } : {}),
    as,
    visits: often,
  }));

const wait: fc.Arbitrary<Body> = fc
  .tuple(
    fc.oneof(
      { weight: 1, arbitrary: n.map((at) => (length: Length) => ({ for: length(at) })) },
      { weight: 1, arbitrary: fc.constantFrom(...INSTANTS).map((until) => () => ({ until })) },
      {
        weight: 1,
        arbitrary: fc.constant(() => ({ until: { from: '09:00', to: '18:00', days: ['mon', 'sun'] } })),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            n,
            some(fc.constant(SAME_ORDER)),
            some(fc.constant('start')),
            some(fc.constantFrom(...NAMES)),
          )
          .map(([at, when, since, as]) => (length: Length) => ({
            on: 'paid',
            within: length(at),
            when,
            since,
            as,
          })),
      },
    ),
    visits,
  )
  .map(([form, most]) => (length) => ({ wait: form(length), visits: most }));

const collect: fc.Arbitrary<Body> = fc
  .tuple(
    some(fc.constantFrom('cart', 'paid')),
    some(fc.constant('event.data.orderId')),
    n,
    some(fc.integer({ min: 1, max: 3 })),
    some(fc.constantFrom(...NAMES)),
    visits,
  )
  .map(([on, key, at, most, as, often]) => (length) => ({
    collect: { on, key, for: length(at), most, as },
    visits: often,
  }));

const publish: fc.Arbitrary<Body> = fc
  .tuple(fc.constantFrom('told', 'paid', 'stop'), some(values), visits)
  .map(([type, data, most]) => () => ({ publish: { type, data }, visits: most }));
const set: fc.Arbitrary<Body> = fc
  .tuple(values, visits)
  .map(([variables, most]) => () => ({ set: variables, visits: most }));
const branch: fc.Arbitrary<Body> = fc
  .array(fc.constantFrom(...CONDITIONS), { minLength: 1, maxLength: 2 })
  .map((conditions) => () => ({ branch: conditions.map((when) => ({ when, then: '' })), else: '' }));
const split: fc.Arbitrary<Body> = fc
  .constantFrom([50, 50], [1, 99], [20, 30, 50])
  .map((shares) => () => ({ split: shares.map((share) => ({ share, then: '' })) }));

const body = fc.oneof(
  { weight: 4, arbitrary: escalate },
  { weight: 4, arbitrary: send },
  { weight: 3, arbitrary: ask },
  { weight: 4, arbitrary: wait },
  { weight: 3, arbitrary: collect },
  { weight: 2, arbitrary: set },
  { weight: 1, arbitrary: publish },
  { weight: 1, arbitrary: branch },
  { weight: 1, arbitrary: split },
);

/** JavaScript knows them as well. */
const AWKWARD = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'];

/** Where each outcome leads: a later step, and from a step with `visits` also back. One always leads to the next step. */
function wire(step: object, index: number, ids: readonly string[], picks: readonly number[]): object {
  const outcomes = outcomesOf(step as Step);
  const next = ids[index + 1]!;
  const targets = outcomes.map((_outcome, place) => {
    if (place === outcomes.length - 1) return next;
    const pick = picks[place % picks.length]!;
    const goesBack = 'visits' in step && pick % 3 === 0;
    return goesBack ? ids[pick % (index + 1)]! : ids[Math.min(ids.length - 1, index + 1 + (pick % 4))]!;
  });
  if ('branch' in step) {
    const arms = step.branch as object[];
    return { ...step, branch: arms.map((arm, place) => ({ ...arm, then: targets[place] })), else: next };
  }
  if ('split' in step)
    return {
      ...step,
      split: (step.split as object[]).map((arm, place) => ({ ...arm, then: targets[place] })),
    };
  // Without a name the next step in the list follows, and `limit` and `missing` end the run.
  return picks[0]! % 7 === 0 && !('then' in step)
    ? step
    : { ...step, then: Object.fromEntries(outcomes.map((outcome, place) => [outcome, targets[place]!])) };
}

const ON = { on: 'com.shop.order.shipped' };
const starts = fc.constantFrom(
  ON,
  ON,
  { ...ON, when: 'event.data.total > 1', once: { per: 'event.data.orderId' } },
  { ...ON, audience: { where: 'recipient.vip' } },
  { audience: { where: 'recipient.vip', every: '0 9 * * 1', pace: 10 } },
);

const anyDocument = fc
  .record({
    purpose: fc.constantFrom('critical', 'transactional', 'marketing'),
    scale: fc.constantFrom(...SCALES),
    start: starts,
    parts: fc.array(fc.tuple(body, fc.array(fc.nat(30), { minLength: 4, maxLength: 4 })), {
      maxLength: 6,
      size: 'max',
    }),
    exits: fc.boolean(),
    awkward: fc.boolean(),
  })
  .map(({ purpose, scale, start, parts, exits, awkward }) => {
    const ids = [
      ...parts.map((_, index) => (awkward ? (AWKWARD[index] ?? `s${index}`) : `s${index}`)),
      'over',
    ];
    const length: Length = (at) => scale.lengths[at % scale.lengths.length]!;
    return without({
      journey: 'any',
      purpose,
      expires: scale.expires,
      exit: exits ? [{ on: 'stop', when: SAME_ORDER }] : undefined,
      start,
      steps: [
        ...parts.map(([make, picks], index) =>
          wire({ id: ids[index], ...without(make(length)) }, index, ids, picks),
        ),
        { id: 'over', end: 'over' },
      ],
    });
  });

/** A journey of up to six steps of any kind before its end, with loops, as it passes every check. */
export const anyJourney: fc.Arbitrary<object> = anyDocument.filter(passes);

const compiled = new WeakMap<object, CompiledJourney>();

/** A journey that `anyJourney` made, compiled once; or any other. */
export function compiledOf(document: object): CompiledJourney {
  const known = compiled.get(document) ?? compileJourney(document);
  compiled.set(document, known);
  return known;
}

function passes(document: object): boolean {
  try {
    compiledOf(document);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'JOURNEY_INVALID') return false;
    throw error;
  }
}

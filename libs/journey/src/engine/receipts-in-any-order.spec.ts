import { type ReceiptKind, satisfies } from '@hermod/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOON, Play } from '../../test/play.ts';
import { anyHappenings, anyJourney } from '../../test/random.ts';
import { compileJourney, type CompiledJourney } from '../language/compile-journey.ts';
import { advance } from './advance.ts';
import type { Surroundings } from './draft.ts';
import type { Run } from './run.ts';
import { newRun } from './start-run.ts';
import type { Stimulus } from './stimulus.ts';

const START = {
  id: 'e1',
  source: '/shop',
  type: 'com.shop.order.shipped',
  data: { orderId: 'A-1', total: 42 },
};
const SURROUNDINGS: Surroundings = { start: START, recipient: {} };
const WHY = { rule: 'chance', values: {} };
const KINDS: readonly ReceiptKind[] = ['delivered', 'undelivered', 'opened', 'read', 'clicked', 'dismissed'];

const anyKind = fc.constantFrom(...KINDS);
/** Up to six, copies among them. */
const anyReceipts = fc.array(anyKind, { minLength: 1, maxLength: 6 });

const receipt = (messageId: string, kind: ReceiptKind): Stimulus => ({
  kind: 'receipt',
  messageId,
  receipt: kind,
  why: WHY,
});

const attempted = (messageId: string, outcome: 'accepted' | 'unknown' | 'failed'): Stimulus => ({
  kind: 'attempted',
  messageId,
  request: 0,
  outcome,
  calledAt: NOON,
  ...(outcome === 'accepted' ? { acceptedAt: NOON } : {}),
  answersWithdrawal: false,
  why: WHY,
});

/** Every order of the items, those that look the same once. */
function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  const firsts = items.filter((item, index) => items.indexOf(item) === index);
  return firsts.flatMap((first) => {
    const rest = items.toSpliced(items.indexOf(first), 1);
    return permutations(rest).map((others) => [first, ...others]);
  });
}

/** A run to which anything has happened. */
const anyRun = fc.tuple(anyJourney, anyHappenings).map(([document, happenings]) => {
  const journey = compileJourney(document);
  let now = NOON;
  let run = advance(journey, newRun(journey, 1, START, 'ada', now), SURROUNDINGS, { kind: 'start' }, now).run;
  for (const { afterMs, stimulusFor } of happenings) {
    now += afterMs;
    run = advance(journey, run, SURROUNDINGS, stimulusFor(run, now), now).run;
  }
  return { journey, run, now };
});

/** What is known of the messages that were there before; whether one was taken back depends on how far the run is. */
function known(before: Run, after: Run): object[] {
  return Object.keys(before.messages).map((id) => {
    const { withdrawn: _withdrawn, ...rest } = after.messages[id]!;
    return rest;
  });
}

interface Lived {
  readonly journey: CompiledJourney;
  readonly run: Run;
  readonly now: number;
}

const tellAll = ({ journey, run, now }: Lived, stimuli: readonly Stimulus[]): Run =>
  stimuli.reduce((at, stimulus) => advance(journey, at, SURROUNDINGS, stimulus, now).run, run);

describe('up to six receipts with copies', () => {
  it('leave their message the same in all permutations, and the run as well when they agree', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyRun, fc.nat(9), anyReceipts, (lived, n, kinds) => {
        const ids = Object.keys(lived.run.messages);
        fc.pre(ids.length > 0);
        const id = ids[n % ids.length]!;
        const agree = !kinds.includes('undelivered') || kinds.every((kind) => !isSignal(kind));
        const ends = permutations(kinds).map((order) =>
          tellAll(
            lived,
            order.map((kind) => receipt(id, kind)),
          ),
        );
        for (const end of ends) {
          expect(known(lived.run, end)).toEqual(known(lived.run, ends[0]!));
          if (agree) expect(end).toEqual(ends[0]);
        }
        compared += ends.length;
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  it('of all messages of a run, between the ends of their hand-overs, leave what is known of them the same', () => {
    const anyShuffle = fc.infiniteStream(fc.nat(1_000));
    fc.assert(
      fc.property(
        anyRun,
        fc.array(fc.tuple(fc.nat(9), anyKind), { minLength: 1, maxLength: 6 }),
        fc.array(fc.constantFrom('accepted' as const, 'unknown' as const, 'failed' as const), {
          minLength: 9,
        }),
        anyShuffle,
        (lived, receipts, outcomes, dice) => {
          const messages = Object.values(lived.run.messages);
          fc.pre(messages.length > 0);
          const stimuli = [
            ...receipts.map(([n, kind]) => receipt(messages[n % messages.length]!.id, kind)),
            ...messages
              .filter(({ state }) => state === 'requested')
              .map(({ id }, n) => attempted(id, outcomes[n]!)),
          ];
          const shuffled = stimuli
            .map((stimulus) => ({ stimulus, at: dice.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ stimulus }) => stimulus);
          const [one, other] = [stimuli, shuffled].map((order) => tellAll(lived, order));
          expect(known(lived.run, other!)).toEqual(known(lived.run, one!));
        },
      ),
      { numRuns: 600 },
    );
  });
});

function isSignal(kind: ReceiptKind): kind is Exclude<ReceiptKind, 'undelivered' | 'dismissed'> {
  return kind !== 'undelivered' && kind !== 'dismissed';
}

describe('an escalation with a rung to spare', () => {
  const until = fc.constantFrom('delivered' as const, 'opened' as const, 'clicked' as const);
  const journeyOf = (signal: string): object => ({
    journey: 'any',
    purpose: 'transactional',
    start: { on: 'com.shop.order.shipped' },
    steps: [
      {
        id: 'tell',
        escalate: [
          { push: 'a', until: signal, within: 'PT15M' },
          { sms: 'b', until: 'delivered', within: 'PT15M' },
        ],
        then: { reached: 'done', exhausted: 'missed' },
      },
      { id: 'done', end: 'reached' },
      { id: 'missed', end: 'exhausted' },
    ],
  });

  it('is reached in every order of acceptance and receipts with the signal that it waits for, and in none without', () => {
    fc.assert(
      fc.property(until, fc.array(anyKind, { minLength: 1, maxLength: 5 }), (wanted, kinds) => {
        const isReached = kinds.some((kind) => isSignal(kind) && satisfies(kind, wanted));
        for (const order of permutations<ReceiptKind | 'accepted'>(['accepted', ...kinds])) {
          const play = new Play(journeyOf(wanted));
          const push = play.message(1);
          for (const what of order)
            if (what === 'accepted') play.accepted(1, 'tell');
            else play.tell(receipt(push, what));
          expect(play.run.outcome).toBe(isReached ? 'reached' : undefined);
          const withdrawn = Object.values(play.run.messages).filter(({ id }) => id !== push);
          // What a report that it will not arrive had set off is taken back.
          if (isReached) expect(withdrawn.every((message) => message.withdrawn === true)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

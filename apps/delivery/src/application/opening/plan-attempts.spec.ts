import * as fc from 'fast-check';
import type { ContactPoint, Purpose } from '@hermod/contracts';
import type { HandOverResult, NotFound, Provider, ProviderClass } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptState } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { closingOf } from '../outcomes/closing-of.ts';
import { foldAttempts } from '../outcomes/fold-attempts.ts';
import { planAttempts, type PlannedAttempt } from './plan-attempts.ts';

const CLASSES: readonly ProviderClass[] = ['idempotent', 'look-up', 'repeatable', 'at-most-once'];
const NOW = new Date('2026-11-22T09:00:00Z');
/** When every delay is over. */
const LATER = new Date(NOW.getTime() + 10_000);
const MESSAGE = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const provider = (id: string, kind = id as ProviderClass): Provider =>
  ({ id, class: kind, keyLifeMs: 86_400_000, lookUpAfterMs: 1, timeoutMs: 1 }) as unknown as Provider;
const point = (n: number, channel: 'push' | 'sms' = 'push'): ContactPoint => ({
  id: `0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d2${n}`,
  channel,
  address: `address-${n}`,
});

function message(channel: 'push' | 'sms', points: number, purpose: Purpose = 'transactional'): Message {
  const contactPoints = Array.from({ length: points }, (_, n) => point(n, channel));
  return {
    id: MESSAGE,
    recipient: 'ada',
    channel,
    purpose,
    permission: { contactPoints },
    withdrawn: false,
  } as unknown as Message;
}

/** Attempts as they stand after they were planned and called. */
function stood({ attempt }: PlannedAttempt, state: AttemptState): Attempt {
  return { ...attempt, state, calledAt: state === 'uncalled' ? null : NOW, closedAt: NOW };
}

const planAt = (
  now: Date,
  about: Message,
  earlier: readonly Attempt[],
  ...providers: readonly Provider[]
): PlannedAttempt[] => planAttempts(about, earlier, () => providers, 'lease-2', now);
const plan = (
  about: Message,
  earlier: readonly Attempt[],
  ...providers: readonly Provider[]
): PlannedAttempt[] => planAt(LATER, about, earlier, ...providers);

describe('the first attempts', () => {
  it('of a push go to every token', () => {
    const planned = plan(message('push', 3), [], provider('repeatable'));
    expect(planned.map(({ contactPoint, act }) => [contactPoint.address, act])).toEqual([
      ['address-0', 'call'],
      ['address-1', 'call'],
      ['address-2', 'call'],
    ]);
    expect(new Set(planned.map(({ attempt }) => attempt.id)).size).toBe(3);
  });
  it('of an SMS go to the first number', () => {
    expect(plan(message('sms', 3), [], provider('at-most-once'))).toHaveLength(1);
  });
  it('are the same however often they are planned', () => {
    const ids = (): string[] =>
      plan(message('push', 2), [], provider('repeatable')).map(({ attempt }) => attempt.id);
    expect(ids()).toEqual(ids());
  });
  it('are none where no provider is', () => expect(plan(message('push', 1), [])).toEqual([]));
});

describe('after an attempt', () => {
  const [a, b] = [provider('a', 'at-most-once'), provider('b', 'at-most-once')];
  const next = (state: AttemptState, purpose: Purpose, kind: ProviderClass): PlannedAttempt[] => {
    const about = message('push', 1, purpose);
    const [first] = plan(about, [], provider('p', kind));
    return plan(about, [stood(first!, state)], provider('p', kind));
  };

  it.each<[AttemptState, ProviderClass, Purpose, string[]]>([
    ['retry', 'at-most-once', 'transactional', ['call 1']],
    ['uncalled', 'at-most-once', 'transactional', ['call 1']],
    ['accepted', 'repeatable', 'transactional', []],
    ['failed', 'repeatable', 'transactional', []],
    ['unknown', 'idempotent', 'transactional', ['call 0']],
    ['unknown', 'repeatable', 'transactional', ['call 0']],
    ['unknown', 'look-up', 'transactional', ['look-up 0']],
    ['unknown', 'at-most-once', 'transactional', []],
    ['unknown', 'at-most-once', 'critical', ['call 1']],
  ])('that is %s at an %s provider, %s: %j', (state, kind, purpose, expected) => {
    expect(next(state, purpose, kind).map(({ act, attempt }) => `${act} ${attempt.n}`)).toEqual(expected);
  });

  const standsUnknown = (kind: ProviderClass): readonly [Message, Attempt, Provider] => {
    const about = message('push', 1);
    const one = provider('p', kind);
    return [about, stood(plan(about, [], one)[0]!, 'unknown'), one];
  };

  it('nothing is looked up before the delay of the provider, whoever else is taken up', () => {
    const [about, unknown, one] = standsUnknown('look-up');
    expect(planAt(NOW, about, [unknown], one)).toEqual([]);
    expect(planAt(new Date(NOW.getTime() + 1), about, [unknown], one)).toHaveLength(1);
  });

  it('nothing is repeated that may arrive after the life of its key', () => {
    const [about, unknown, one] = standsUnknown('idempotent');
    const after = (ms: number): PlannedAttempt[] =>
      planAt(new Date(NOW.getTime() + ms), about, [unknown], one);
    expect(after(86_400_000 - 3_000)).toHaveLength(1);
    expect(after(86_400_000 - 2_000)).toEqual([]);
  });

  it('that was refused as a repeat, nothing is done', () => {
    const [about, unknown, one] = standsUnknown('repeatable');
    const refused = { outcome: 'refused', code: 'PROVIDER_REFUSED', reason: 'no' } as const;
    const closed = { ...unknown, ...closingOf(refused, unknown) } as Attempt;
    expect(closed.state).toBe('unknown');
    expect(plan(about, [closed], one)).toEqual([]);
  });

  it('that was accepted, only those that were never called are taken up', () => {
    const about = message('push', 3);
    const one = provider('p', 'repeatable');
    const [a, b, c] = plan(about, [], one) as [PlannedAttempt, PlannedAttempt, PlannedAttempt];
    const earlier = [stood(a, 'accepted'), stood(b, 'uncalled'), stood(c, 'unknown')];
    expect(plan(about, earlier, one).map(({ contactPoint }) => contactPoint.address)).toEqual(['address-1']);
  });

  it('that was safely not sent, the next provider is tried, in turn', () => {
    const about = message('sms', 1);
    const attempts: Attempt[] = [];
    for (let n = 0; n < 4; n += 1) attempts.push(stood(plan(about, attempts, a, b)[0]!, 'retry'));
    expect(attempts.map((attempt) => attempt.provider)).toEqual(['a', 'b', 'a', 'b']);
  });

  it('whose provider is gone nothing is done about what may be out', () => {
    const about = message('sms', 1, 'critical');
    const [first] = plan(about, [], a);
    expect(plan(about, [stood(first!, 'unknown')], b)).toEqual([]);
  });
});

/** Plays a message against a provider that does anything, through the very functions that send it. */
function play(
  about: Message,
  kind: ProviderClass,
  results: readonly (HandOverResult['outcome'] | NotFound['outcome'] | 'not-opened')[],
): { attempts: Attempt[]; mayHaveArrived: string[]; outcome: string } {
  const attempts = new Map<string, Attempt>();
  const mayHaveArrived: string[] = [];
  const one = provider('p', kind);
  let outcome = 'again';
  for (let turn = 0; turn < results.length && outcome === 'again'; turn += 1) {
    const all = [...attempts.values()];
    for (const planned of plan(about, all, one)) {
      const drawn = results[turn]!;
      const isLookUp = planned.act === 'look-up';
      const result = drawn === 'not-found' && !isLookUp ? 'accepted' : drawn;
      // A look-up never says retry or refused: whatever keeps it from answering is unknown.
      const told = isLookUp && (result === 'retry' || result === 'refused') ? 'unknown' : result;
      const end = closingOf(
        told === 'not-opened'
          ? told
          : ({ outcome: told, code: 'X', reason: '' } as unknown as HandOverResult),
        planned.attempt,
        planned.act,
      );
      if (!isLookUp && (told === 'accepted' || told === 'unknown')) mayHaveArrived.push(planned.attempt.id);
      // What a look-up doesn't find has not arrived.
      if (told === 'not-found') mayHaveArrived.splice(mayHaveArrived.indexOf(planned.attempt.id), 1);
      const calledAt = planned.attempt.calledAt ?? (told === 'not-opened' ? null : NOW);
      attempts.set(planned.attempt.id, { ...planned.attempt, ...end, calledAt, closedAt: NOW } as Attempt);
    }
    const folded = foldAttempts(about, [...attempts.values()], () => one, new Map(), NOW);
    outcome = folded.kind === 'ended' ? folded.outcome : folded.kind;
  }
  return { attempts: [...attempts.values()], mayHaveArrived, outcome };
}

describe('whatever a provider does', () => {
  const results = fc.array(
    fc.constantFrom('accepted', 'refused', 'retry', 'unknown', 'not-found', 'not-opened', 'unknown', 'retry'),
    { maxLength: 12 },
  ) as fc.Arbitrary<Parameters<typeof play>[2]>;
  const purposes = fc.constantFrom<Purpose>('critical', 'transactional', 'marketing');

  it.each(CLASSES)(
    'a message arrives once at most, or is a repeat that the provider knows as one: %s',
    (kind) => {
      fc.assert(
        fc.property(results, purposes, (results, purpose) => {
          const { mayHaveArrived } = play(message('sms', 1, purpose), kind, results);
          const different = new Set(mayHaveArrived).size;
          const allowed = kind === 'at-most-once' && purpose === 'critical' ? 2 : 1;
          // A repeatable provider goes by the message, not by the attempt.
          if (kind !== 'repeatable') expect(different).toBeLessThanOrEqual(allowed);
          if (kind === 'at-most-once') expect(mayHaveArrived.length).toBeLessThanOrEqual(allowed);
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it('a resend is linked to what it risks to double, and no attempt is its own', () => {
    fc.assert(
      fc.property(results, (results) => {
        const { attempts } = play(message('sms', 1, 'critical'), 'at-most-once', results);
        const called = attempts.filter(({ state }) => state === 'unknown' || state === 'accepted');
        expect(called.filter(({ resends }) => resends === null).length).toBeLessThanOrEqual(1);
        for (const { id, resends } of attempts) {
          expect(resends).not.toBe(id);
          if (resends !== null) expect(attempts.find((other) => other.id === resends)?.state).toBe('unknown');
        }
      }),
    );
  });

  it('what may have arrived is never told as failed', () => {
    fc.assert(
      fc.property(results, purposes, fc.constantFrom<ProviderClass>(...CLASSES), (results, purpose, kind) => {
        const { mayHaveArrived, outcome } = play(message('sms', 1, purpose), kind, results);
        fc.pre(mayHaveArrived.length > 0);
        expect(['accepted', 'unknown', 'again']).toContain(outcome);
      }),
    );
  });
});

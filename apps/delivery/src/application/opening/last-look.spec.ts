import * as fc from 'fast-check';
import type { Channel, Purpose } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../storage/messages.ts';
import type { OptOut } from '../../storage/opt-outs.ts';
import { decideLastLook, type LastLook } from './last-look.ts';

const T0 = Date.parse('2026-11-22T09:00:00Z');
const at = (seconds: number): Date => new Date(T0 + seconds * 1_000);
const hashOf = (address: string): string => `hash of ${address}`;
const ONE = { id: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d21', channel: 'sms' as const, address: '+46700000001' };
const OTHER = {
  id: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  channel: 'sms' as const,
  address: '+46700000002',
};

interface Given {
  readonly channel?: Channel;
  readonly purpose?: Purpose;
  readonly topic?: string;
  readonly withdrawn?: boolean;
  /** Seconds from T0. */
  readonly decided?: number;
  readonly until?: number;
  readonly expires?: number;
  readonly handOverBy?: number;
  readonly answersText?: true;
}

function message(given: Given = {}): Message {
  const { channel = 'sms', purpose = 'transactional', topic = 'order-updates', withdrawn = false } = given;
  const intent = { topic, expiresAt: at(given.expires ?? 1_000).toISOString() };
  const until = at(given.until ?? 1_000).toISOString();
  return {
    channel,
    purpose,
    withdrawn,
    decidedAt: at(given.decided ?? 0),
    handOverBy: at(given.handOverBy ?? 1_000),
    permission: { intent, contactPoints: [ONE], until, answersText: given.answersText },
  } as unknown as Message;
}

let key = 0;
function optOut(seconds: number, more: Partial<OptOut> = {}): OptOut {
  key += 1;
  const scope = { channels: ['sms' as const] };
  return {
    recipient: 'ada',
    factKey: String(key),
    addressHash: undefined,
    scope,
    at: at(seconds),
    lifts: false,
    ...more,
  };
}
const stop = (seconds: number, address = ONE.address): OptOut =>
  optOut(seconds, { addressHash: hashOf(address), scope: { channels: ['sms', 'mms', 'rcs'] } });
const start = (seconds: number, contactPoint = ONE.id): OptOut =>
  optOut(seconds, { lifts: true, scope: { channels: ['sms', 'mms', 'rcs'], contactPoint } });

const look = (given: Given, optOuts: readonly OptOut[] = [], now = 10): LastLook =>
  decideLastLook(message(given), optOuts, hashOf, at(now));
const outcomeOf = (verdict: LastLook): string => (verdict.open ? 'open' : verdict.outcome);

describe('the last look', () => {
  it.each<[string, Given, string]>([
    ['lets through what nothing speaks against', {}, 'open'],
    ['withdraws what was withdrawn', { withdrawn: true }, 'withdrawn'],
    ['defers what its permission has run out for', { until: 10 }, 'deferred'],
    ['expires what is worth nothing any more', { expires: 10 }, 'expired'],
    ['expires what was not handed over in time', { handOverBy: 10 }, 'expired'],
    ['lets through until the very end', { until: 10.001, expires: 10.001, handOverBy: 10.001 }, 'open'],
    ['prefers the withdrawal to the expiry', { withdrawn: true, expires: 5 }, 'withdrawn'],
    ['prefers the expiry to asking again', { until: 5, expires: 5 }, 'expired'],
    ['prefers asking again to giving up', { until: 5, handOverBy: 5 }, 'deferred'],
  ])('%s', (_, given, outcome) => {
    expect(outcomeOf(look(given))).toBe(outcome);
  });

  it.each<[string, Given, OptOut[], string]>([
    ['a withdrawn consent after the decision prevents', {}, [optOut(5)], 'withdrawn'],
    ['one before the decision does not: consent knew it', { decided: 6 }, [optOut(5)], 'open'],
    ['one at the instant of the decision neither', { decided: 5 }, [optOut(5)], 'open'],
    ['sms covers rcs', { channel: 'rcs' }, [optOut(5)], 'withdrawn'],
    ['sms does not cover push', { channel: 'push' }, [optOut(5)], 'open'],
    [
      'another topic does not prevent',
      {},
      [optOut(5, { scope: { channels: ['sms'], topic: 'offers' } })],
      'open',
    ],
    [
      'transactional covers critical',
      { purpose: 'critical' },
      [optOut(5, { scope: { channels: ['sms'], purpose: 'transactional' } })],
      'withdrawn',
    ],
    [
      'critical does not cover transactional',
      {},
      [optOut(5, { scope: { channels: ['sms'], purpose: 'critical' } })],
      'open',
    ],
    [
      'the contact point itself prevents',
      {},
      [optOut(5, { scope: { channels: ['sms'], contactPoint: ONE.id } })],
      'withdrawn',
    ],
    [
      'another contact point does not',
      {},
      [optOut(5, { scope: { channels: ['sms'], contactPoint: OTHER.id } })],
      'open',
    ],
    ['a STOP prevents, whenever it was', { decided: 6 }, [stop(-1_000)], 'withdrawn'],
    ['a STOP prevents whatever the purpose', { purpose: 'critical' }, [stop(5)], 'withdrawn'],
    ['a STOP from another number does not', {}, [stop(5, OTHER.address)], 'open'],
    ['a STOP concerns no push', { channel: 'push' }, [stop(5)], 'open'],
    ['a later START lifts it', {}, [stop(-20), start(-10)], 'open'],
    ['an earlier START does not', {}, [start(-20), stop(-10)], 'withdrawn'],
    ['a START at the same instant does not', {}, [start(-10), stop(-10)], 'withdrawn'],
    ['a START from another number does not', {}, [stop(-20), start(-10, OTHER.id)], 'withdrawn'],
    ['a STOP after the START counts again', {}, [stop(-30), start(-20), stop(-10)], 'withdrawn'],
    ['a START alone is nothing against anybody', {}, [start(5)], 'open'],
    ['what answers a text passes the STOP that it answers', { answersText: true }, [stop(5)], 'open'],
    ['it passes a withdrawn consent as well', { answersText: true }, [optOut(5)], 'open'],
    ['it passes no withdrawal of its own', { answersText: true, withdrawn: true }, [stop(5)], 'withdrawn'],
    ['it is no exception from its own end', { answersText: true, expires: 10 }, [stop(5)], 'expired'],
    ['a START lifts no withdrawn consent', {}, [optOut(5), start(6)], 'withdrawn'],
  ])('%s', (_, given, optOuts, outcome) => {
    expect(outcomeOf(look(given, optOuts))).toBe(outcome);
  });

  it('does not depend on the order in which opt-outs were read', () => {
    const said = fc.oneof(
      fc.integer({ min: -50, max: 20 }).map((seconds) => stop(seconds)),
      fc.integer({ min: -50, max: 20 }).map((seconds) => start(seconds)),
      fc.integer({ min: -50, max: 20 }).map((seconds) => optOut(seconds)),
      fc.integer({ min: -50, max: 20 }).map((seconds) => stop(seconds, OTHER.address)),
    );
    const shuffled = fc
      .array(said, { maxLength: 6 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, fc.integer({ min: -50, max: 10 }), ([all, other], decided) => {
        expect(outcomeOf(look({ decided }, all))).toBe(outcomeOf(look({ decided }, other)));
      }),
    );
  });

  it('never opens with more said against the message than without it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -50, max: 9 }), (seconds, decided) => {
        fc.pre(seconds > decided);
        expect(outcomeOf(look({ decided }, [start(8), optOut(seconds)]))).toBe('withdrawn');
      }),
    );
  });
});

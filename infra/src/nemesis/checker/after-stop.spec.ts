import { describe, expect, it } from 'vitest';
import { afterStop } from './after-stop.ts';
import { at, attemptIn, callIn, evidenceOf, type World } from './evidence-of.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  afterStop.check(evidenceOf(change)).breaches.map(({ words }) => words);

/** Ada's text is called at 5.55 and comes in at 5.6. */
const stopAt = (world: World, seconds: number): void => {
  world.stops[0]!.answeredAt = at(seconds);
};

describe('after a STOP', () => {
  it('nothing opens, and that was looked at', () => {
    expect(afterStop.check(evidenceOf())).toEqual({ tested: 1, breaches: [] });
  });

  it('an attempt may still open within 2 s', () => {
    expect(wordsOf((world) => stopAt(world, 3.6))).toEqual([]);
  });

  it('none may open later, and nothing may come in', () => {
    expect(wordsOf((world) => stopAt(world, 3.5))).toEqual([
      'message ada-sms after a STOP: attempt ada-sms-1 opened 49 ms too late',
      'message ada-sms after a STOP: twilio got it 99 ms too late',
    ]);
  });

  it('an earlier STOP counts, whatever was said later', () => {
    expect(wordsOf((world) => world.stops.push({ ...world.stops[0]!, answeredAt: at(1) }))).toHaveLength(2);
  });

  it('a call that opened in time may come in later', () => {
    expect(
      wordsOf((world) => {
        stopAt(world, 3.55);
        callIn(world, 'ada-sms').receivedAt = at(6.5);
      }),
    ).toEqual([]);
  });

  it('but not a second call of that attempt', () => {
    expect(
      wordsOf((world) => {
        stopAt(world, 3.6);
        world.calls.push({ ...callIn(world, 'ada-sms'), receivedAt: at(6.5) });
      }),
    ).toEqual(['message ada-sms after a STOP: twilio got it 899 ms too late']);
  });

  it('a call comes in late when delivery was stopped after its last look', () => {
    const late = (world: World): void => {
      stopAt(world, 3.6);
      Object.assign(attemptIn(world, 'ada-sms'), { state: 'unknown', calledAt: at(5.5), closedAt: at(11) });
      callIn(world, 'ada-sms').receivedAt = at(12);
    };
    expect(wordsOf(late)).toHaveLength(1);
    expect(
      wordsOf((world) => {
        late(world);
        world.faults.push({ kind: 'pause', target: 'delivery-2', from: at(5.52), until: at(12) });
      }),
    ).toEqual([]);
  });

  it('what another instance writes down about a lost one is no opening', () => {
    expect(
      wordsOf((world) => {
        stopAt(world, 4);
        Object.assign(attemptIn(world, 'ada-sms'), { state: 'unknown', calledAt: at(11), closedAt: at(11) });
      }),
    ).toEqual([]);
  });

  it('a push may come, and so may consent’s own answer', () => {
    expect(
      wordsOf((world) => {
        stopAt(world, 0);
        world.messages.get('ada-sms')!.channel = 'push';
      }),
    ).toEqual([]);
    expect(
      wordsOf((world) => {
        stopAt(world, 0);
        world.messages.get('ada-sms')!.run = undefined;
      }),
    ).toEqual([]);
  });

  it('a call counts although its provider turned it away', () => {
    expect(
      wordsOf((world) => {
        stopAt(world, 3.6);
        world.calls.push({
          ...callIn(world, 'ada-sms'),
          outcome: 'refused',
          acceptedAt: undefined,
          receivedAt: at(6.5),
        });
      }),
    ).toEqual(['message ada-sms after a STOP: twilio got it 899 ms too late']);
  });

  it('a withdrawal of one purpose leaves others alone, and takes critical along with transactional', () => {
    const withdrawn = (purpose: 'marketing' | 'transactional', meant: 'critical' | 'transactional') =>
      wordsOf((world) => {
        stopAt(world, 1);
        world.stops[0]!.purpose = purpose;
        world.messages.get('ada-sms')!.purpose = meant;
      });
    expect(withdrawn('marketing', 'transactional')).toEqual([]);
    expect(withdrawn('transactional', 'transactional')).toHaveLength(2);
    expect(withdrawn('transactional', 'critical')).toHaveLength(2);
  });

  it('a START lifts it from when it was said, until the next STOP', () => {
    const lifted = (liftedAt: number) => (world: World) => {
      stopAt(world, 1);
      world.stops[0]!.liftedAt = at(liftedAt);
    };
    expect(wordsOf(lifted(5))).toEqual([]);
    expect(wordsOf(lifted(5.7))).toHaveLength(2);
    expect(
      wordsOf((world) => {
        lifted(2)(world);
        world.stops.push({ number: '+46700000001', recipient: 'ada', answeredAt: at(3) });
      }),
    ).toHaveLength(2);
  });

  it('what delivery has found itself counts as well', () => {
    const audited = (world: World): void => {
      world.audited = 2;
    };
    expect(wordsOf(audited)).toEqual(['delivery itself has found 2 calls after an opt-out']);
  });
});

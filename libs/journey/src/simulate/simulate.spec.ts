import { compileTemplate } from '@hermod/channels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ESCALATION, GO, played, scene, shown } from '../../test/scenes.ts';
import { DEFAULT_LIMITS } from './notebook.ts';

const OPENED = { at: 'PT2M', signal: 'opened', of: 'push of tell' };
const IGNORED = [
  '12:00:00  push a-push (tell)',
  '12:05:00  sms a-sms (tell)',
  '12:15:00  tell ended: exhausted',
];

describe('a simulation', () => {
  it('plays the silence', () => {
    expect(shown(played(scene()))).toEqual(IGNORED);
  });

  it('plays signals about messages by step, channel, or both', () => {
    for (const of of ['tell', 'push', 'push of tell'])
      expect(shown(played(scene({ happens: [GO, { ...OPENED, of }] })))).toEqual([
        '12:00:00  push a-push (tell)',
        '12:02:00  tell ended: reached',
      ]);
  });

  it('lets what happens at an instant come before the timers of that instant', () => {
    const justInTime = { ...OPENED, at: 'PT5M' };
    expect(shown(played(scene({ happens: [GO, justInTime] })))).toEqual([
      '12:00:00  push a-push (tell)',
      '12:05:00  tell ended: reached',
    ]);
  });

  it('says which line asks for what can not be', () => {
    const happens = [{ ...OPENED, at: 'PT0S' }, GO, { at: 'PT1M', text: 'STOP', from: '+1' }];
    expect(played(scene({ happens })).mistakes).toEqual([
      { field: 'happens[0]', message: 'there is no message `push of tell` at that time' },
      { field: 'happens[2]', message: 'the recipient has no such number' },
    ]);
    const refused = scene({ happens: [GO, { ...OPENED, at: 'PT6M', of: 'sms' }] }, { consents: [] });
    expect(played(refused).mistakes).toEqual([
      { field: 'happens[1]', message: '`sms` is not sent at that time' },
    ]);
  });

  it('drops the copy of an event, and takes one of another id for news', () => {
    const once = { at: 'PT1M', event: { type: 'go', id: 'e' } };
    const sent = (happens: object[]): number =>
      shown(played(scene({ happens }))).filter((line) => line.includes('push')).length;
    expect(sent([once, { ...once, at: 'PT2M' }])).toBe(1);
    expect(sent([once, { ...once, event: { type: 'go' } }])).toBe(2);
  });

  it('stops where the scenario is over, and tells where runs stand', () => {
    const simulation = played(scene({ until: 'PT10M' }));
    expect(shown(simulation)).toEqual([...IGNORED.slice(0, 2), '12:10:00  tell still at tell']);
    expect(simulation.runs).toMatchObject([{ journey: 'tell', status: 'running' }]);
  });

  it('ends runs from outside', () => {
    expect(shown(played(scene({ happens: [GO, { at: 'PT1M', cancel: 'tell' }] })))).toEqual([
      '12:00:00  push a-push (tell)',
      '12:01:00  tell ended: cancelled',
    ]);
  });

  it('refuses to speak of journeys that it has not', () => {
    const pause = { at: 'PT1M', pause: 'tel' };
    expect(() => played(scene({ happens: [pause] }))).toThrow(
      'happens[0].pause: the scenario has no journey `tel`',
    );
  });

  it('writes what the person reads', () => {
    const sms = compileTemplate({
      channel: 'sms',
      content: { text: 'Hi {{ recipient.name }}, {{ event.data.n }}' },
    });
    const given = {
      recipient: { attributes: { name: 'Bo' }, contactPoints: [{ channel: 'sms', address: '+1' }] },
    };
    const journey = { ...ESCALATION, steps: [{ id: 'a', send: [{ sms: 'a-sms' }] }] };
    const texts = (data: object): unknown =>
      played(scene({ happens: [{ at: 'PT0S', event: { type: 'go', data } }] }, given), journey, {
        templates: new Map([['a-sms', sms]]),
      }).observed[0];
    expect(texts({ n: 7 })).toMatchObject({ as: 'sent', text: 'Hi Bo, 7' });
    expect(texts({})).toMatchObject({ as: 'failed', rule: 'TEMPLATE_RENDER_FAILED' });
  });

  it('is stopped when too much happens, and says so', () => {
    const happens = Array.from({ length: 20 }, () => GO);
    const simulation = played(scene({ happens }), ESCALATION, {
      limits: { ...DEFAULT_LIMITS, messages: 10 },
    });
    expect(simulation).toMatchObject({ stopped: 'there are more than 10 messages' });
  });

  it('is stopped in any place, and tells where runs stand', () => {
    const happens = [GO, GO, GO];
    for (let advances = 0; advances < 15; advances += 1) {
      const simulation = played(scene({ happens }), ESCALATION, { limits: { ...DEFAULT_LIMITS, advances } });
      expect(simulation.stopped).toBe(`there are more than ${advances} steps of the engine`);
    }
    let pieces = 0;
    const simulation = played(scene(), ESCALATION, { isEnough: () => (pieces += 1) > 2 });
    expect(simulation).toMatchObject({ stopped: 'it took too long' });
    expect(shown(simulation)).toContain('12:05:00  tell still at tell');
  });

  it('ends where journeys call each other in circles', () => {
    const echo = {
      journey: 'echo',
      purpose: 'transactional',
      start: { on: 'go' },
      steps: [{ id: 'again', publish: { type: 'go' } }],
    };
    const published = shown(played(scene(), echo)).filter((line) => line.includes('published'));
    expect(published).toHaveLength(8);
  });
});

describe('a provider', () => {
  const push = (behaviour: object): string[] => shown(played(scene({}, { providers: { push: behaviour } })));
  // Without an answer the consent of these scenes leads on to the SMS.
  it.each([
    ['refuses', { does: 'fails' }, '12:00:00  push a-push (tell) failed: PROVIDER_REFUSED', '12:00:00'],
    [
      'does not answer',
      { does: 'unknown' },
      '12:00:00  push a-push (tell) unknown: OUTCOME_UNKNOWN',
      '12:05:00',
    ],
    ['is slow', { after: 'PT30S' }, '12:00:30  push a-push (tell)', '12:05:30'],
    [
      'is down',
      { does: 'down' },
      '12:05:00  push a-push (tell) expired: NOT_HANDED_OVER_IN_TIME',
      '12:05:00',
    ],
    ['is down for a while', { does: 'down', for: 'PT3M' }, '12:03:00  push a-push (tell)', '12:08:00'],
    [
      'reports a failure',
      { reports: 'undelivered', reportsAfter: 'PT1M' },
      '12:00:00  push a-push (tell)',
      '12:01:00',
    ],
  ])('that %s', (_what, behaviour, first, smsAt) => {
    expect(push(behaviour).slice(0, 2)).toEqual([first, `${smsAt}  sms a-sms (tell)`]);
  });

  it('that comes back takes what has waited for it', () => {
    const down = { at: 'PT0S', provider: 'push', does: 'down' };
    const up = { at: 'PT2M', provider: 'push' };
    expect(shown(played(scene({ happens: [down, GO, up] })))[0]).toBe('12:02:00  push a-push (tell)');
  });

  it('gets nothing that was taken back while it was down', () => {
    const happens = [GO, { at: 'PT1M', event: { type: 'stop' } }];
    const lines = shown(played(scene({ happens }, { providers: { push: { does: 'down', for: 'PT2M' } } })));
    expect(lines).toEqual([
      '12:01:00  push a-push (tell) withdrawn: WITHDRAWN',
      '12:01:00  tell ended: cancelled',
    ]);
  });
});

describe('consent', () => {
  it.each([
    ['a STOP', { text: 'Stop.' }],
    ['a withdrawal for everything', { consent: { channel: 'sms', state: 'withdrawn' } }],
    [
      'a withdrawal for the number',
      { consent: { channel: 'sms', state: 'withdrawn', contactPoint: '+46700000001' } },
    ],
  ])('that ends by %s keeps back what waits for its provider', (_what, said) => {
    const happens = [GO, { at: 'PT6M', ...said }];
    const lines = shown(played(scene({ happens }, { providers: { sms: { does: 'down' } } })));
    expect(lines).toEqual([
      '12:00:00  push a-push (tell)',
      '12:06:00  sms a-sms (tell) withdrawn: OPTED_OUT',
      '12:06:00  tell ended: exhausted',
    ]);
  });

  it('is asked for each message, by the policy that the services use', () => {
    const rules = (given: object, happens: object[] = [GO]): string[] =>
      shown(played(scene({ happens }, given))).filter((line) => line.includes('sms'));
    expect(rules({ consents: [] })).toEqual(['12:05:00  sms a-sms (tell) refused: no-consent']);
    const other = { channel: 'sms', purpose: 'transactional', topic: 'other' };
    expect(rules({ consents: [other] })).toEqual(['12:05:00  sms a-sms (tell) refused: no-consent']);
    const given = { at: 'PT4M', consent: { channel: 'sms', purpose: 'transactional', topic: 'news' } };
    expect(rules({ consents: [] }, [GO, given])).toEqual(['12:05:00  sms a-sms (tell)']);
    const moved = { at: 'PT4M', recipient: { contactPoints: [] } };
    expect(rules({}, [GO, moved])).toEqual(['12:05:00  sms a-sms (tell) refused: no-usable-contact-point']);
  });
});

/** Many scenarios, each played twice: on a busy machine that takes its time. */
describe('any scenario', { timeout: 60_000 }, () => {
  const at = fc.nat(1_200).map((seconds) => ({ at: `PT${seconds}S` }));
  const what = fc.constantFrom<object>(
    { event: { type: 'go' } },
    { event: { type: 'go', id: 'same' } },
    { event: { type: 'stop' } },
    { signal: 'opened', of: 'push' },
    { signal: 'undelivered', of: 'tell' },
    { signal: 'delivered', of: 'sms' },
    { text: 'STOP' },
    { text: 'START' },
    { provider: 'push', does: 'down', for: 'PT4M' },
    { provider: 'sms', does: 'unknown', after: 'PT20S' },
    { provider: 'sms' },
    { pause: 'tell' },
    { resume: 'tell' },
    { consent: { channel: 'sms', state: 'withdrawn' } },
  );
  const happenings = fc.array(fc.tuple(at, what), { maxLength: 15 });

  it('gives the same result each time, in the order of time, with an end for every run that is not paused', () => {
    fc.assert(
      fc.property(happenings, (pairs) => {
        const scenario = scene({ happens: pairs.map(([when, then]) => ({ ...when, ...then })) });
        const simulation = played(scenario);
        expect(played(scenario)).toEqual(simulation);
        const times = simulation.observed.map((line) => line.at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        const last = pairs.filter(([, then]) => 'pause' in then || 'resume' in then);
        if (last.length === 0) expect(simulation.runs.every(({ status }) => status === 'ended')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { END, HOUR, PUSH, SMS, journey, like } from '../../../test/checked.ts';
import { check } from './check.ts';

describe('waits and the time that a run has', () => {
  const late = (field: string, sum: string): unknown => like('error', field, `the waits sum up to ${sum}`);

  it.each<[string, object, unknown[]]>([
    [
      'a rung behind one that lasts as long',
      journey({ expires: 'PT15M' }),
      [late('steps[0].escalate[0].within', 'PT15M')],
    ],
    [
      'critical has a quarter of an hour by itself',
      journey({ purpose: 'critical' }),
      [late('steps[0].escalate[0].within', 'PT15M')],
    ],
    [
      'a moment more is enough for the message',
      journey({ expires: 'PT15M1S' }),
      [like('warning', 'steps[0].escalate[1].within', 'ends as `expired`')],
    ],
    [
      'waits add up along a path',
      journey({
        expires: 'PT2H',
        steps: [
          { id: 'a', ...HOUR },
          { id: 'b', wait: { on: 'x', within: 'PT1H' } },
          { id: 'tell', escalate: [SMS] },
          END,
        ],
      }),
      [
        like(
          'error',
          'steps[1].wait.within',
          'by way of a → b the waits sum up to PT2H, but the run expires after PT2H',
        ),
      ],
    ],
    [
      'of two ways the longer one counts',
      journey({
        expires: 'PT2H',
        steps: [
          { id: 'a', branch: [{ when: 'recipient.vip', then: 'c' }], else: 'b' },
          { id: 'b', ...HOUR },
          { id: 'c', ...HOUR },
          { id: 'tell', send: [{ sms: 'x' }] },
        ],
      }),
      [like('error', 'steps[2].wait.for', 'by way of a → b → c')],
    ],
    [
      'a reaction and an event may come at once',
      journey({
        expires: 'PT2H',
        steps: [
          { id: 'a', wait: { on: 'x', within: 'PT90M' }, then: { happened: 'tell', timeout: 'done' } },
          {
            id: 'tell',
            escalate: [{ ...PUSH, within: 'PT90M' }],
            then: { reached: 'more', exhausted: 'done' },
          },
          { id: 'more', send: [{ sms: 'x' }] },
          END,
        ],
      }),
      [],
    ],
    [
      'rounds are not added up, but what can not fit is told',
      journey({
        expires: 'P3D',
        steps: [
          {
            id: 'remind',
            send: [{ sms: 'x' }],
            visits: 10,
            then: { sent: 'pause', failed: 'done', limit: 'done' },
          },
          { id: 'pause', wait: { for: 'P1D' }, then: 'remind' },
          END,
        ],
      }),
      [like('warning', 'steps[0].visits', 'at most 3 of 10 visits of `remind` fit into the P3D')],
    ],
    [
      'awaiting a signal and collecting are waits',
      journey({
        expires: 'PT1H',
        steps: [
          { id: 'gather', collect: { for: 'PT30M' } },
          { id: 'tell', send: [{ push: 'x' }], await: 'any', until: 'opened', within: 'PT30M' },
          { id: 'again', send: [{ sms: 'x' }] },
        ],
      }),
      [late('steps[1].within', 'PT1H')],
    ],
    [
      'an end that comes too late is only a warning',
      journey({ expires: 'PT30M', steps: [{ id: 'a', ...HOUR }, END] }),
      [like('warning', 'steps[0].wait.for', 'ends as `expired`')],
    ],
  ])('%s', (_what, document, findings) => {
    expect(check(document)).toEqual(findings);
  });
});

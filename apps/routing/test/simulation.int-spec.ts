import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { escalation, names } from './facts.ts';
import { type Answer, openWorld, type World } from './world.ts';

let world: World;
let journey: string;
let on: string;
beforeAll(async () => {
  world = await openWorld();
  ({ journey, on } = names());
  await world.publish(escalation({ journey, on, within: 'PT5M' }));
  await world.call('PUT', `/v1/journeys/${journey}`, escalation({ journey, on, within: 'PT1M' }));
});
afterEach(() => {
  world.delivery.status = undefined;
});
afterAll(() => world.close());

/** Ada, who agreed to nothing, and an event. */
const scenario = (more: object = {}): object => ({
  scenario: 'nobody opens the push',
  begins: '2026-11-23T12:00',
  given: {
    recipient: {
      attributes: { firstName: 'Ada' },
      timeZone: 'Europe/Stockholm',
      contactPoints: [{ channel: 'push', provider: 'fcm', address: 'token' }],
    },
  },
  happens: [{ at: 'PT0S', event: { type: on } }],
  ...more,
});

const simulate = (body: object, query = ''): Promise<Answer> =>
  world.call('POST', `/v1/journeys/${journey}/simulate${query}`, body);

describe('a simulation over HTTP', () => {
  it('plays the draft with its templates, and stores nothing', async () => {
    const answer = await simulate(scenario());
    expect(answer).toMatchObject({
      status: 200,
      body: {
        journey,
        version: null,
        begins: '2026-11-23T11:00:00.000Z',
        timeZone: 'Europe/Stockholm',
        happened: [
          {
            kind: 'message',
            at: '2026-11-23T11:00:00.000Z',
            local: 'Mon 2026-11-23 12:00:00+01:00',
            channel: 'push',
            as: 'sent',
            text: 'shipped-push\nHi Ada',
          },
          { kind: 'message', at: '2026-11-23T11:01:00.000Z', channel: 'sms', as: 'refused' },
          { kind: 'ended', outcome: 'exhausted' },
        ],
        mistakes: [],
      },
    });
    expect(answer.body).not.toHaveProperty('passed');
    expect(await world.query('SELECT 1 FROM run')).toEqual([]);
  });

  it('plays a version', async () => {
    const { body } = await simulate(scenario(), '?version=1');
    expect(body).toMatchObject({ version: 1, happened: [{}, { at: '2026-11-23T11:05:00.000Z' }, {}] });
  });

  it('judges what was expected', async () => {
    const lines = [
      { at: '12:00', push: 'shipped-push' },
      { at: '12:01', sms: 'shipped-sms' },
      { at: '12:01', ended: 'exhausted' },
    ];
    const { body } = await simulate(scenario({ expect: lines }));
    expect(body).toMatchObject({
      passed: false,
      rows: [
        { verdict: 'same' },
        { verdict: 'differs', differences: [{ field: 'as', expected: 'sent', happened: 'refused' }] },
        { verdict: 'same' },
      ],
    });
  });

  it('is stopped when too much happens', async () => {
    const happens = Array.from({ length: 200 }, () => ({ at: 'PT0S', event: { type: on } }));
    const { body } = await simulate(scenario({ happens }));
    expect(body).toMatchObject({
      stopped: expect.stringMatching(/^(there are more than|it took too long)/) as string,
    });
  });

  it.each([
    [
      'a scenario with mistakes',
      () => simulate(scenario({ begins: 'soon' })),
      422,
      'JOURNEY_SCENARIO_INVALID',
    ],
    ['a version that is not there', () => simulate(scenario(), '?version=9'), 404, 'JOURNEY_NOT_FOUND'],
    [
      'a journey that is not there',
      () => world.call('POST', '/v1/journeys/nobody-knows/simulate', scenario()),
      404,
      'JOURNEY_NOT_FOUND',
    ],
    ['what is no scenario', () => simulate({}), 400, 'REQUEST_INVALID'],
  ])('refuses %s', async (_what, ask, status, code) => {
    expect(await ask()).toMatchObject({ status, body: { code } });
  });

  it('says that the templates can not be read just now', async () => {
    world.delivery.status = 503;
    expect(await simulate(scenario())).toMatchObject({ status: 503, body: { code: 'DELIVERY_UNAVAILABLE' } });
  });
});

import { compileJourney } from '../src/language/compile-journey.ts';
import { readScenario } from '../src/simulate/read-scenario.ts';
import { simulate, type Simulation, type SimulationOptions } from '../src/simulate/simulate.ts';
import { describeObserved } from '../src/simulate/describe-line.ts';
import type { Scenario } from '../src/simulate/scenario.ts';

/** A push, and an SMS when nobody opens it. */
export const ESCALATION = {
  journey: 'tell',
  purpose: 'transactional',
  topic: 'news',
  start: { on: 'go' },
  exit: [{ on: 'stop' }],
  steps: [
    {
      id: 'tell',
      escalate: [
        { push: 'a-push', until: 'opened', within: 'PT5M' },
        { sms: 'a-sms', until: 'delivered', within: 'PT10M' },
      ],
      then: { reached: 'done', exhausted: 'missed' },
    },
    { id: 'done', end: 'reached' },
    { id: 'missed', end: 'exhausted' },
  ],
};

export const GO = { at: 'PT0S', event: { type: 'go' } };

/** A scenario about somebody in Stockholm with a phone, who agreed to texts; at noon of a winter's day. */
export function scene(more: object = {}, given: object = {}): Scenario {
  return readScenario({
    scenario: 'a scene',
    begins: '2026-11-23T12:00',
    given: {
      recipient: {
        timeZone: 'Europe/Stockholm',
        contactPoints: [
          { channel: 'push', provider: 'fcm', address: 'token' },
          { channel: 'sms', address: '+46700000001' },
        ],
      },
      consents: [{ channel: 'sms', purpose: 'transactional' }],
      ...given,
    },
    happens: [GO],
    ...more,
  });
}

/** Plays a scene. */
export function played(
  scenario: Scenario,
  journey: object = ESCALATION,
  options: SimulationOptions = {},
): Simulation {
  return simulate(scenario, [compileJourney(journey)], options);
}

/** What showed, as lines: `12:05:00  sms a-sms (tell)`. */
export function shown({ observed, timeZone }: Simulation): string[] {
  return observed.map((line) =>
    describeObserved(line, timeZone).replace(/^\w+ (\S+) (\S+)[+-]\d\d:\d\d/, '$2'),
  );
}

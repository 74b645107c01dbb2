import { messageId, runId } from '@hermod/contracts';

export const SCENARIO_NAMES = ['single', 'escalation'] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** One message of a journey: where it stands. */
interface Place {
  readonly step: string;
  readonly rung: number;
}

/** A journey that is measured, and how each of its runs has to end. */
export interface Scenario {
  readonly name: ScenarioName;
  readonly inWords: string;
  readonly journey: string;
  readonly eventType: string;
  readonly document: object;
  /** Its messages in their order; each has to be handed over once and reported as delivered. */
  readonly messages: readonly Place[];
  readonly outcome: string;
}

/** Where the events come from. */
export const SOURCE = '/bench';

/** The part that both journeys have: what a shop would write, with a condition and one run an order. */
function head(journey: string, eventType: string): object {
  return {
    journey,
    purpose: 'transactional',
    topic: 'order-updates',
    start: {
      on: eventType,
      when: 'event.data.total > 0',
      once: { per: 'event.data.orderId', within: 'P7D' },
    },
    exit: [{ on: 'com.shop.order.cancelled', when: 'event.data.orderId == start.data.orderId' }],
  };
}

const SINGLE: Scenario = {
  name: 'single',
  inWords: 'single messages (SMS)',
  journey: 'bench-single',
  eventType: 'com.shop.bench.single',
  document: {
    ...head('bench-single', 'com.shop.bench.single'),
    steps: [
      { id: 'tell', send: [{ sms: 'bench-sms' }], then: { sent: 'done', failed: 'missed' } },
      { id: 'done', end: 'sent' },
      { id: 'missed', end: 'failed' },
    ],
  },
  messages: [{ step: 'tell', rung: 0 }],
  outcome: 'sent',
};

const ESCALATION: Scenario = {
  name: 'escalation',
  inWords: 'escalations (push, ignored for 2 s, SMS)',
  journey: 'bench-escalation',
  eventType: 'com.shop.bench.escalation',
  document: {
    ...head('bench-escalation', 'com.shop.bench.escalation'),
    steps: [
      {
        id: 'tell',
        escalate: [
          { push: 'bench-push', until: 'opened', within: 'PT2S' },
          { sms: 'bench-sms', until: 'delivered', within: 'PT10M' },
        ],
        then: { reached: 'done', exhausted: 'missed' },
      },
      { id: 'done', end: 'reached' },
      { id: 'missed', end: 'exhausted' },
    ],
  },
  messages: [
    { step: 'tell', rung: 0 },
    { step: 'tell', rung: 1 },
  ],
  outcome: 'reached',
};

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = { single: SINGLE, escalation: ESCALATION };

/** The run that an event starts, and the ids of its messages in their order. */
export function expectedOf(
  scenario: Scenario,
  event: { readonly id: string; readonly recipient: string },
): { readonly run: string; readonly messages: readonly string[] } {
  const run = runId(scenario.journey, SOURCE, event.id, event.recipient);
  return { run, messages: scenario.messages.map(({ step, rung }) => messageId(run, step, 1, rung)) };
}

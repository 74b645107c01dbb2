import { messageId, runId } from '@hermod/contracts';

/** A journey of the load. Every event starts one run. */
export interface LoadJourney {
  readonly journey: string;
  readonly eventType: string;
  readonly purpose: 'transactional' | 'marketing' | 'critical';
  readonly document: object;
  /** Of its push, when it begins with one that a person may open. */
  readonly push?: { readonly step: string; readonly withinMs: number };
  /** How many of a hundred events start it. */
  readonly weight: number;
}

/** How long the escalation waits for its push to be opened. */
export const PUSH_WITHIN_MS = 4_000;
/** How long the reminder waits before it says anything. */
export const WAIT_MS = 5_000;

function journey(
  name: string,
  purpose: LoadJourney['purpose'],
  steps: readonly object[],
): Pick<LoadJourney, 'journey' | 'eventType' | 'purpose' | 'document'> {
  const eventType = `com.shop.${name}`;
  const topic = purpose === 'marketing' ? 'offers' : 'orders';
  const document = { journey: name, purpose, topic, start: { on: eventType }, expires: 'PT30M', steps };
  return { journey: name, eventType, purpose, document };
}

const ENDS = [
  { id: 'done', end: 'told' },
  { id: 'missed', end: 'missed' },
];
const SMS = { sms: 'nemesis-sms', until: 'delivered', within: 'PT8S' };

/** What the load is made of: each of the engine's ways to wait, every purpose, both lanes. */
export const LOAD_JOURNEYS: readonly LoadJourney[] = [
  {
    ...journey('escalation', 'transactional', [
      {
        id: 'tell',
        escalate: [{ push: 'nemesis-push', until: 'opened', within: `PT${PUSH_WITHIN_MS / 1000}S` }, SMS],
        then: { reached: 'done', exhausted: 'missed' },
      },
      ...ENDS,
    ]),
    push: { step: 'tell', withinMs: PUSH_WITHIN_MS },
    weight: 45,
  },
  {
    ...journey('notice', 'transactional', [
      { id: 'tell', send: [{ sms: 'nemesis-sms' }], then: { sent: 'done', failed: 'missed' } },
      ...ENDS,
    ]),
    weight: 20,
  },
  {
    ...journey('password', 'critical', [
      { id: 'tell', send: [{ sms: 'nemesis-sms' }], then: { sent: 'done', failed: 'missed' } },
      ...ENDS,
    ]),
    weight: 10,
  },
  {
    ...journey('offer', 'marketing', [
      { id: 'tell', send: [{ sms: 'nemesis-sms' }], then: { sent: 'done', failed: 'missed' } },
      ...ENDS,
    ]),
    weight: 10,
  },
  {
    ...journey('reminder', 'transactional', [
      { id: 'pause', wait: { for: `PT${WAIT_MS / 1000}S` }, then: { timeout: 'tell' } },
      {
        id: 'tell',
        send: [{ push: 'nemesis-push' }, { sms: 'nemesis-sms' }],
        then: { sent: 'done', failed: 'missed' },
      },
      ...ENDS,
    ]),
    weight: 15,
  },
];

/** Durations that timers have to keep, by journey and step, in milliseconds. */
export const JOURNEY_TIMES = {
  escalation: { tell: { withinMs: PUSH_WITHIN_MS } },
  reminder: { pause: { waitMs: WAIT_MS } },
} as const;

/** The longest time that a run of the load takes when nothing goes wrong and nobody reacts. */
export const LONGEST_RUN_MS = 30_000;

/** The run that an event starts. */
export function runOf(about: { journey: string; source: string; id: string; recipient: string }): string {
  return runId(about.journey, about.source, about.id, about.recipient);
}

/** The push with which a run begins. */
export function pushOf({ push }: LoadJourney, run: string): string | undefined {
  return push === undefined ? undefined : messageId(run, push.step, 1, 0);
}

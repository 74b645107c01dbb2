import { messageId, runId } from '@hermod/contracts';

/** A journey of the load. Every event starts one run. */
export interface LoadJourney {
  readonly journey: string;
  readonly eventType: string;
  readonly purpose: 'transactional' | 'marketing' | 'critical';
  readonly document: object;
  /** Of its push, when it begins with one that a person may open. */
  readonly push?: { readonly step: string; readonly withinMs: number };
  /** Of its question, when it begins with one. */
  readonly ask?: { readonly step: string; readonly withinMs: number };
  /** How many of a hundred events start it. */
  readonly weight: number;
}

/** How long the escalation waits for its push to be opened. */
export const PUSH_WITHIN_MS = 4_000;
/** How long each rung of the other escalations waits for its signal, or for an answer. */
export const RUNG_WITHIN_MS = 4_000;
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
const RUNG_WITHIN = `PT${RUNG_WITHIN_MS / 1000}S`;
const SMS = { sms: 'nemesis-sms', until: 'delivered', within: 'PT8S' };

/** What can be answered to a question; a run that is answered ends with the reply as its outcome. */
export const REPLIES = ['yes', 'no'] as const;
export type Reply = (typeof REPLIES)[number];
const REPLY_WORDS: Readonly<Record<Reply, string>> = { yes: 'I am coming', no: 'Not this time' };

/** The channels of the question, in the order of its rungs. */
export const ASKED_ON = ['rcs', 'sms', 'email'] as const;
export type AskedOn = (typeof ASKED_ON)[number];

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
    weight: 28,
  },
  {
    ...journey('notice', 'transactional', [
      { id: 'tell', send: [{ sms: 'nemesis-sms' }], then: { sent: 'done', failed: 'missed' } },
      ...ENDS,
    ]),
    weight: 12,
  },
  {
    ...journey('password', 'critical', [
      { id: 'tell', send: [{ sms: 'nemesis-sms' }], then: { sent: 'done', failed: 'missed' } },
      ...ENDS,
    ]),
    weight: 8,
  },
  {
    ...journey('offer', 'marketing', [
      { id: 'tell', send: [{ sms: 'nemesis-sms' }], then: { sent: 'done', failed: 'missed' } },
      ...ENDS,
    ]),
    weight: 8,
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
    weight: 8,
  },
  {
    ...journey('coupon', 'transactional', [
      {
        id: 'tell',
        escalate: [{ mms: 'nemesis-mms', until: 'delivered', within: RUNG_WITHIN }, SMS],
        then: { reached: 'done', exhausted: 'missed' },
      },
      ...ENDS,
    ]),
    weight: 8,
  },
  {
    ...journey('boarding', 'transactional', [
      {
        id: 'tell',
        escalate: [
          { rcs: 'nemesis-rcs', until: 'read', within: RUNG_WITHIN },
          { sms: 'nemesis-sms', until: 'delivered', within: RUNG_WITHIN },
          { email: 'nemesis-mail', until: 'opened', within: RUNG_WITHIN },
        ],
        then: { reached: 'done', exhausted: 'missed' },
      },
      ...ENDS,
    ]),
    weight: 8,
  },
  {
    ...journey('confirmation', 'transactional', [
      {
        id: 'tell',
        send: [{ email: 'nemesis-mail' }, { sms: 'nemesis-sms' }],
        then: { sent: 'done', failed: 'missed' },
      },
      ...ENDS,
    ]),
    weight: 6,
  },
  {
    ...journey('invitation', 'transactional', [
      {
        id: 'invite',
        ask: [
          { rcs: 'question-rcs', within: RUNG_WITHIN },
          { sms: 'question-sms', within: RUNG_WITHIN },
          { email: 'question-mail', within: RUNG_WITHIN },
        ],
        replies: REPLIES.map((id) => ({ id, text: REPLY_WORDS[id] })),
        then: { yes: 'yes', no: 'no', silent: 'silent' },
      },
      ...[...REPLIES, 'silent'].map((id) => ({ id, end: id })),
    ]),
    ask: { step: 'invite', withinMs: RUNG_WITHIN_MS },
    weight: 14,
  },
];

/** Durations that timers have to keep, by journey and step, in milliseconds. */
export const JOURNEY_TIMES = {
  escalation: { tell: { withinMs: PUSH_WITHIN_MS } },
  coupon: { tell: { withinMs: RUNG_WITHIN_MS } },
  boarding: { tell: { withinMs: RUNG_WITHIN_MS } },
  invitation: { invite: { withinMs: RUNG_WITHIN_MS } },
  reminder: { pause: { waitMs: WAIT_MS } },
} as const;

/** The run that an event starts. */
export function runOf(about: { journey: string; source: string; id: string; recipient: string }): string {
  return runId(about.journey, about.source, about.id, about.recipient);
}

/** The push with which a run begins. */
export function pushOf({ push }: LoadJourney, run: string): string | undefined {
  return push === undefined ? undefined : messageId(run, push.step, 1, 0);
}

/** The message of a run that asks on a channel. */
export function questionOf({ ask }: LoadJourney, run: string, on: AskedOn): string | undefined {
  return ask === undefined ? undefined : messageId(run, ask.step, 1, ASKED_ON.indexOf(on));
}

import { createHmac } from 'node:crypto';
import type { Lane, MessageDecided } from '@hermod/contracts';
import { eventually, type PairScene, type RecordToProduce, untilHandled } from '@hermod/testing';
import { expect } from 'vitest';
import {
  consentChange,
  decision,
  numberOf,
  permitted,
  receipt,
  record,
  SECRET,
  smsPoint,
  someone,
  withdrawal,
} from './facts.ts';
import type { ScriptedProvider } from './scripted-provider.ts';
import type { World } from './world.ts';

/** A text that may wait for the provider, or whose outcome is unknown. */
export interface Sent {
  readonly fact: MessageDecided;
  /** Of its attempt, once there is one. */
  readonly attemptId: string;
  /** Lets the provider answer. */
  readonly release: () => void;
}
export type Scene = PairScene<Sent>;
export type Fact = (at: Sent) => RecordToProduce;

export const decided: Fact = ({ fact }) => decision(fact);
export const withdrawn: Fact = ({ fact }) => withdrawal(fact);
export const settled: Fact = ({ fact, attemptId }) => receipt(fact, attemptId, 'urgent');
export const suppressed: Fact = ({ fact: { recipient } }) =>
  consentChange(recipient, 'suppressed', { channels: ['sms'], contactPoint: smsPoint(recipient).id });
export const stopped: Fact = ({ fact: { recipient } }) => stop(recipient, new Date());
const urgent = (fact: RecordToProduce): RecordToProduce => ({ ...fact, topic: `${fact.topic}.urgent` });
export const pair = (one: Fact, other: Fact) => (at: Sent) => [one(at), other(at)] as const;
const OPT_OUTS = { inboundReceived: stopped, consentChanged: suppressed };

function stop(recipient: string, at: Date): RecordToProduce {
  const address = numberOf(recipient);
  return record('inboundReceived', recipient, {
    kind: 'text',
    channel: 'sms',
    address,
    addressHash: createHmac('sha256', SECRET).update(address).digest('hex'),
    recipient,
    meaning: 'opt-out',
    text: 'STOP',
    provider: 'twilio',
    at: at.toISOString(),
  });
}

export interface On {
  readonly world: World;
  readonly provider: ScriptedProvider;
}

/** Everything that delivery may read in either order, by the pair's name; each is played every way. */
export function pairScenes(
  world: World,
  provider: ScriptedProvider,
): Readonly<Record<string, readonly Scene[]>> {
  const on = { world, provider };
  return {
    ...withADecision(on),
    ...withAWithdrawal(on),
    ...withAnOptOut(on),
    ...inBothLanes(on),
  };
}

/** The provider's window is full: what is permitted waits. */
export async function full({ world, provider }: On): Promise<Sent> {
  const blocking = permitted(someone());
  const hold = provider.hold();
  await world.tell(decision(blocking));
  await eventually(() => expect(provider.callsTo(numberOf(blocking.recipient))).toHaveLength(1));
  // Permitted a moment before whoever opts out does.
  const fact = permitted(someone(), { decidedAt: new Date(Date.now() - 5_000) });
  return { fact, attemptId: '', release: () => hold.release() };
}

/** A text waits for its place in the window. */
export async function waiting(on: On): Promise<Sent> {
  const at = await full(on);
  await on.world.tell(decision(at.fact));
  await untilHandled({ stage: on.world.stage, store: 'delivery' }, decision(at.fact));
  return at;
}

/** The provider took a text and reset the connection: nobody knows. */
export async function unknown({ world, provider }: On): Promise<Sent> {
  const fact = permitted(someone());
  provider.play(numberOf(fact.recipient), 'reset');
  await world.tell(decision(fact));
  await world.outcome(fact.messageId);
  const { attempts } = await world.story(fact.messageId);
  return { fact, attemptId: attempts[0]!.id, release: () => undefined };
}

/** How the message stands when it has ended, what was told of it, and how often the provider was called. */
export async function endOf({ world, provider }: On, { fact, release }: Sent): Promise<object> {
  release();
  await world.outcomes(fact.messageId);
  const { status, attempts } = await world.story(fact.messageId);
  // It is told behind the commit that the story shows.
  const outcomes = await eventually(() => {
    const told = world.told(fact.messageId);
    expect(told.at(-1)?.outcome).toBe(status);
    return told;
  });
  const told = outcomes.map(({ outcome, answersWithdrawal }) => ({ outcome, answersWithdrawal }));
  const calls = provider.callsTo(numberOf(fact.recipient)).length;
  const queued = await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId]);
  return { status, attempts: attempts.map(({ state }) => state), told, calls, queued: queued.length };
}

/** The same without what was told: an answer tells what had already happened when it was asked for. */
export async function standingOf(on: On, at: Sent): Promise<object> {
  const { told: _told, ...end } = (await endOf(on, at)) as { told: object[] };
  return end;
}

export const untouched = { status: 'withdrawn', attempts: [], calls: 0, queued: 0 };
export const accepted = { status: 'accepted', attempts: ['accepted'], calls: 1, queued: 0 };

export async function mustBe(end: Promise<object>, wanted: object): Promise<object> {
  const found = await end;
  expect(found).toMatchObject(wanted);
  return found;
}

function withADecision(on: On): Record<string, Scene[]> {
  const begin = (): Promise<Sent> => full(on);
  return {
    'messageDecided + messageWithdrawn': [
      {
        what: 'a text that waits for the provider is taken back, and the withdrawal is answered once',
        begin,
        facts: pair(decided, withdrawn),
        end: (at) =>
          mustBe(endOf(on, at), {
            ...untouched,
            told: [{ outcome: 'withdrawn', answersWithdrawal: true }],
          }),
      },
    ],
    'messageDecided + receiptRecorded': [
      {
        // The first decision is always read before there is an attempt that a receipt could name.
        what: 'a repeated permission and the receipt that settles an unknown outcome',
        begin: () => unknown(on),
        facts: pair(({ fact }) => decision({ ...fact, request: 1 }), settled),
        end: (at) => mustBe(standingOf(on, at), accepted),
      },
    ],
    ...Object.fromEntries(
      Object.entries(OPT_OUTS).map(([kind, optOut]) => [
        `messageDecided + ${kind}`,
        [
          {
            what: 'an opt-out after the decision, read before or behind it',
            begin,
            facts: pair(decided, optOut),
            end: (at: Sent) =>
              mustBe(endOf(on, at), {
                ...untouched,
                told: [{ outcome: 'withdrawn', answersWithdrawal: false }],
              }),
          },
        ],
      ]),
    ),
  };
}

function withAWithdrawal(on: On): Record<string, Scene[]> {
  return {
    'messageWithdrawn + receiptRecorded': [
      {
        what: 'an unknown outcome is settled, and the run no longer wants the message',
        begin: () => unknown(on),
        facts: pair(withdrawn, settled),
        end: (at) => mustBe(standingOf(on, at), accepted),
      },
    ],
    ...Object.fromEntries(
      Object.entries(OPT_OUTS).map(([kind, optOut]) => [
        `messageWithdrawn + ${kind}`,
        [
          {
            what: 'a text that waits is withdrawn, and its recipient opts out',
            begin: () => waiting(on),
            facts: pair(withdrawn, optOut),
            end: (at: Sent) =>
              mustBe(endOf(on, at), {
                ...untouched,
                told: [{ outcome: 'withdrawn', answersWithdrawal: true }],
              }),
          },
        ],
      ]),
    ),
  };
}

function withAnOptOut(on: On): Record<string, Scene[]> {
  const settles = (optOut: Fact): Scene => ({
    what: 'what was sent before the opt-out stays sent',
    begin: () => unknown(on),
    facts: pair(settled, optOut),
    end: (at) => mustBe(endOf(on, at), accepted),
  });
  return {
    'receiptRecorded + inboundReceived': [settles(stopped)],
    'receiptRecorded + consentChanged': [settles(suppressed)],
    'inboundReceived + consentChanged': [
      {
        what: 'the same STOP from receipts and from consent',
        begin: () => waiting(on),
        facts: pair(stopped, suppressed),
        end: (at) => mustBe(endOf(on, at), untouched),
      },
      {
        what: 'a STOP from receipts, and from consent the later START that lifted it',
        begin: () => waiting(on),
        facts: ({ fact: { recipient } }) => [
          stop(recipient, new Date(Date.now() - 60_000)),
          consentChange(
            recipient,
            'lifted',
            { channels: ['sms', 'mms', 'rcs'], contactPoint: smsPoint(recipient).id },
            { at: new Date(Date.now() - 30_000) },
          ),
        ],
        end: (at) => mustBe(endOf(on, at), accepted),
      },
    ],
  };
}

/** A lane is a way of travelling: a fact that travels on both is handled once, whichever comes first. */
function inBothLanes(on: On): Record<string, Scene[]> {
  const copied = (
    begin: (on: On) => Promise<Sent>,
    fact: Fact,
    behind: (at: Sent, lane: Lane) => RecordToProduce,
    wanted: object,
  ): Scene => ({
    what: 'copies of a fact',
    begin: () => begin(on),
    facts: (at) => {
      const plain = fact(at);
      return [plain, urgent(plain)];
    },
    then: async (at) => {
      // What stands behind both copies.
      const markers = [behind(at, 'plain'), urgent(behind(at, 'urgent'))];
      await on.world.tell(...markers);
      await untilHandled({ stage: on.world.stage, store: 'delivery' }, ...markers);
    },
    end: (at) => mustBe(endOf(on, at), wanted),
  });
  const another = ({ fact }: Sent): MessageDecided => permitted(fact.recipient, { tokensOf: ['fcm'] });
  return {
    'messageDecided + messageDecided.urgent': [
      copied(full, decided, (at) => decision(another(at)), { ...accepted, told: [{ outcome: 'accepted' }] }),
    ],
    'messageWithdrawn + messageWithdrawn.urgent': [
      copied(waiting, withdrawn, (at) => withdrawal(another(at)), {
        ...untouched,
        told: [{ outcome: 'withdrawn' }],
      }),
    ],
    'inboundReceived + inboundReceived.urgent': [copied(waiting, stopped, stopped, untouched)],
    'consentChanged + consentChanged.urgent': [copied(waiting, suppressed, suppressed, untouched)],
  };
}

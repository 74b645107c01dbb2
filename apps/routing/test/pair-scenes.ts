import type { Channel, MessageAttempted } from '@hermod/contracts';
import { type PairScene, untilHandled } from '@hermod/testing';
import { expect } from 'vitest';
import { attempted, decided, receipt } from './facts.ts';
import { consentGone, type Fact, golden, opened, pair, sms, stopped } from './pair-facts.ts';
import { laneScenes } from './pair-lane-scenes.ts';
import { endOf, type PairRuns, type Standing, wholeOf } from './pair-runs.ts';
import type { World } from './world.ts';

type Scene = PairScene<Standing>;

const isOptOut: readonly [string, Fact][] = [
  ['inboundReceived', stopped],
  ['consentChanged', consentGone],
];

/** Everything that routing may read in either order, by the pair's name; each is played every way. */
export function pairScenes(world: World, runs: PairRuns): Readonly<Record<string, readonly Scene[]>> {
  const scenes = { world, runs };
  return {
    ...withAnEvent(scenes),
    ...withADecision(scenes),
    ...withAnAttempt(scenes),
    ...withAReceipt(scenes),
    ...withAnOptOut(scenes),
    ...laneScenes(world, runs),
  };
}

interface On {
  readonly world: World;
  readonly runs: PairRuns;
}

/** The scenes of pairs, once for each kind of opt-out: `{name} + inboundReceived` and `{name} + consentChanged`. */
function forEachOptOut(name: string, scenes: (optOut: Fact) => Scene[]): Record<string, Scene[]> {
  return Object.fromEntries(isOptOut.map(([kind, fact]) => [`${name} + ${kind}`, scenes(fact)]));
}

/** A run at its text whose exit comes: it ends cancelled, and nothing is left on its way. */
function cancelled({ world, runs }: On, what: string, fact: Fact, ...channels: Channel[]): Scene {
  const end = (at: Standing): Promise<object> => endOf(world, at, ...channels);
  return { what, begin: () => runs.atText(), facts: pair(runs.exit, fact), end };
}

/** What a condition sees is what was known when it was judged: the judgement waits for a later message here. */
function judged({ world, runs }: On, what: string, fact: Fact): Scene {
  return {
    what: `${what} moves the run towards a condition that sees the attributes`,
    begin: () => runs.start('judged'),
    facts: pair(fact, golden),
    then: async (at) => {
      const { asked } = await runs.asked(at, 2);
      const last = attempted(asked.push!, 'accepted');
      await world.tell(last);
      await untilHandled({ stage: world.stage, store: 'routing' }, last);
    },
    end: async (at) => {
      const end = await wholeOf(world, at);
      expect(end).toMatchObject({ outcome: 'golden' });
      return end;
    },
  };
}

function withAnEvent(on: On): Record<string, Scene[]> {
  const { world, runs } = on;
  const refusal: Fact = ({ asked }) => decided(asked.sms!, { decision: 'refused', of: 'channel' });
  return {
    'domainEvents + messageDecided': [
      cancelled(on, 'a refusal and an exit', refusal, 'sms'),
      cancelled(on, 'a deferral and an exit', sms['deferred']!, 'sms'),
    ],
    'domainEvents + messageAttempted': [
      cancelled(on, 'an acceptance and an exit', sms['accepted']!, 'sms'),
      cancelled(on, 'a failure and an exit', sms['failed']!, 'sms'),
    ],
    'domainEvents + receiptRecorded': [
      cancelled(on, 'a report and an exit', ({ asked }) => receipt(asked.sms!, 'undelivered'), 'sms'),
      {
        what: 'a signal and an exit: the first of them gives the outcome, either ends the run',
        begin: () => runs.atText(),
        facts: pair(runs.exit, opened),
        end: async (at) => {
          const { outcome, ...end } = (await endOf(world, at, 'push')) as { outcome: string };
          expect(['reached', 'cancelled']).toContain(outcome);
          return end;
        },
      },
    ],
    ...forEachOptOut('domainEvents', (optOut) => [
      cancelled(on, 'an opt-out and an exit', optOut),
      {
        what: 'the start and an opt-out: consent refuses what routing does not take back',
        begin: () => Promise.resolve(runs.about('text')),
        facts: (at) => [(at as ReturnType<PairRuns['about']>).starts, optOut(at)],
        then: async (at) => {
          const refused = sms['refused']!(await runs.asked(at, 1));
          await world.tell(refused);
          await untilHandled({ stage: world.stage, store: 'routing' }, refused);
        },
        end: (at) => wholeOf(world, at),
      },
    ]),
    'domainEvents + recipientChanged': [
      {
        ...judged(on, 'the start', (at) => (at as ReturnType<PairRuns['about']>).starts),
        begin: () => Promise.resolve(runs.about('judged')),
        then: async (at) => {
          await world.tell(sms['failed']!(await runs.asked(at, 1)));
          await judged(on, '', golden).then!(at);
        },
      },
    ],
  };
}

function withADecision(on: On): Record<string, Scene[]> {
  const { world, runs } = on;
  const whole = (at: Standing): Promise<object> => wholeOf(world, at);
  /** Given back by delivery and asked for again; then the run's exit came. */
  const askedAgain = async (): Promise<Standing> => {
    const at = await runs.atText();
    await world.tell(attempted(at.asked.sms!, 'deferred', { attempts: 0 }));
    const again = await runs.asked(at, 3);
    await world.tell(runs.exit(at));
    await world.withdrawal(again.asked.sms!.messageId);
    return again;
  };
  const answer: Fact = ({ asked }) =>
    attempted({ ...asked.sms!, request: 0 }, 'withdrawn', { answersWithdrawal: true, attempts: 0 });
  return {
    'messageDecided + messageAttempted': [
      {
        what: "consent's refusal of what was asked again, and delivery's answer to the withdrawal",
        begin: askedAgain,
        facts: pair(sms['refused']!, answer),
        end: whole,
      },
      {
        what: "consent's deferral of what was asked again, and delivery's answer to the withdrawal",
        begin: askedAgain,
        facts: pair(sms['deferred']!, answer),
        end: whole,
      },
    ],
    'messageDecided + receiptRecorded': ['refused', 'deferred'].map((what) => ({
      what: `a rung is ${what}, and an earlier one is opened`,
      begin: () => runs.atText(),
      facts: pair(sms[what]!, opened),
      end: (at) => endOf(world, at, 'push', 'sms'),
    })),
    ...forEachOptOut('messageDecided', (optOut) => [
      {
        what: 'both refuse',
        begin: () => runs.atText(),
        facts: pair(sms['refused']!, optOut),
        end: whole,
      },
      {
        what: 'a refusal of the recipient as a whole; consent gives the same answer to what is asked after an opt-out',
        begin: () => runs.atText(),
        facts: pair(sms['refusedOfAll']!, optOut),
        then: (at) => refuseWhatFollows(on, at),
        end: (at) => endOf(world, at, 'push', 'sms'),
      },
      {
        what: 'a deferral, and then nothing is asked for again',
        begin: () => runs.atText(),
        facts: pair(sms['deferred']!, optOut),
        end: async (at) => {
          // Deferred or not when the opt-out came: it is over.
          const { fates: _fates, ...rest } = (await wholeOf(world, at)) as { fates: unknown };
          return { ...rest, sms: await endOf(world, at, 'sms') };
        },
      },
    ]),
    'messageDecided + recipientChanged': [judged(on, 'a refusal', sms['refused']!)],
  };
}

/** Consent's answer to the email, if the run has asked for it. */
async function refuseWhatFollows({ world, runs }: On, at: Standing): Promise<void> {
  const rows = await world.query<{ status: string }>('SELECT status FROM run WHERE id = $1', [at.run]);
  if (rows[0]!.status === 'ended') return;
  const { asked } = await runs.asked(at, 3);
  const refusal = decided(asked.email!, { decision: 'refused', of: 'recipient' });
  await world.tell(refusal);
  await untilHandled({ stage: world.stage, store: 'routing' }, refusal);
}

function withAnAttempt(on: On): Record<string, Scene[]> {
  const { world, runs } = on;
  const OUTCOMES: readonly MessageAttempted['outcome'][] = ['accepted', 'unknown', 'failed'];
  const meets = (outcome: MessageAttempted['outcome'], kind: 'delivered' | 'undelivered'): Scene => ({
    what: `${outcome} and ${kind}`,
    begin: () => runs.atText(),
    facts: ({ asked }) => [attempted(asked.sms!, outcome), receipt(asked.sms!, kind)],
    end: (at) => endOf(world, at, 'push', 'sms'),
  });
  return {
    'messageAttempted + receiptRecorded': OUTCOMES.flatMap((outcome) => [
      meets(outcome, 'delivered'),
      meets(outcome, 'undelivered'),
    ]),
    ...forEachOptOut('messageAttempted', (optOut) => [
      {
        what: "delivery's last look saw the opt-out as well",
        begin: () => runs.atText(),
        facts: pair(sms['lookedAt']!, optOut),
        end: (at) => wholeOf(world, at),
      },
      {
        what: 'a text that was handed over before: its delivery ends the escalation, whatever was asked for meanwhile',
        begin: () => runs.atText(),
        facts: pair(sms['accepted']!, optOut),
        then: async (at) => {
          const late = sms['delivered']!(at);
          await world.tell(late);
          await untilHandled({ stage: world.stage, store: 'routing' }, late);
        },
        end: (at) => endOf(world, at, 'push', 'sms'),
      },
      {
        what: 'one of two messages that are sent together was handed over before',
        begin: () => runs.start('both'),
        facts: pair(sms['accepted']!, optOut),
        then: async ({ asked }) => {
          const failed = attempted(asked.push!, 'failed');
          await world.tell(failed);
          await untilHandled({ stage: world.stage, store: 'routing' }, failed);
        },
        end: async (at) => {
          const end = await wholeOf(world, at);
          expect(end).toMatchObject({ outcome: 'sent' });
          return end;
        },
      },
    ]),
    'messageAttempted + recipientChanged': [judged(on, 'a failure', sms['failed']!)],
  };
}

function withAReceipt(on: On): Record<string, Scene[]> {
  const { world, runs } = on;
  return {
    ...forEachOptOut('receiptRecorded', (optOut) => [
      {
        // The text is taken back either way: because they reacted, or because they opted out.
        what: 'an earlier rung is opened, and the one that stands is opted out of',
        begin: () => runs.atText(),
        facts: pair(opened, optOut),
        end: (at) => endOf(world, at, 'push'),
      },
    ]),
    'receiptRecorded + recipientChanged': [judged(on, 'a delivery', sms['delivered']!)],
  };
}

function withAnOptOut(on: On): Record<string, Scene[]> {
  const { world, runs } = on;
  return {
    'inboundReceived + consentChanged': [
      {
        what: 'the same STOP from receipts and from consent',
        begin: () => runs.atText(),
        facts: pair(stopped, consentGone),
        end: (at) => wholeOf(world, at),
      },
    ],
    'inboundReceived + recipientChanged': [judged(on, 'a STOP', stopped)],
    'consentChanged + recipientChanged': [judged(on, 'a withdrawn consent', consentGone)],
  };
}

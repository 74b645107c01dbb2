import { randomUUID } from 'node:crypto';
import { type PairScene, untilHandled } from '@hermod/testing';
import { consentChange, event } from './facts.ts';
import { consentGone, type Fact, sms, stopped, urgent } from './pair-facts.ts';
import { type PairRuns, type Standing, wholeOf } from './pair-runs.ts';
import type { World } from './world.ts';

type Scene = PairScene<Standing>;

/** A lane is a way of travelling: a fact that travels on both is handled once, whichever comes first. */
export function laneScenes(world: World, runs: PairRuns): Record<string, Scene[]> {
  const nobody = (at: Standing): Standing => ({
    ...at,
    asked: { sms: { ...at.asked.sms!, messageId: randomUUID() } },
  });
  const elsewhere: Fact = ({ recipient }) =>
    consentChange(recipient, 'withdrawn', { channels: ['push'], topic: 'x' });
  const copied = (fact: Fact, after: Fact, begin = (): Promise<Standing> => runs.atText()): Scene => ({
    what: 'copies of a fact',
    begin,
    facts: (at) => {
      const plain = fact(at);
      return [plain, urgent(plain)];
    },
    then: async (at) => {
      // What stands behind both copies.
      const markers = [after(at), urgent(after(at))];
      await world.tell(...markers);
      await untilHandled({ stage: world.stage, store: 'routing' }, ...markers);
    },
    end: (at) => wholeOf(world, at),
  });
  const name = (kind: string): string => `${kind} + ${kind}.urgent`;
  return {
    [name('domainEvents')]: [
      copied(
        (at) => (at as ReturnType<PairRuns['about']>).starts,
        ({ recipient }) => event('nobody.waits.for.this', recipient),
        () => Promise.resolve(runs.about('text')),
      ),
    ],
    [name('messageDecided')]: [copied(sms['deferred']!, (at) => sms['refused']!(nobody(at)))],
    [name('messageAttempted')]: [copied(sms['accepted']!, (at) => sms['failed']!(nobody(at)))],
    [name('receiptRecorded')]: [copied(sms['delivered']!, (at) => sms['delivered']!(nobody(at)))],
    [name('inboundReceived')]: [copied(stopped, stopped)],
    [name('consentChanged')]: [copied(consentGone, elsewhere)],
  };
}

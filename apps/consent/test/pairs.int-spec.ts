import { randomUUID } from 'node:crypto';
import {
  type ConsentChanged,
  contactPointId,
  type InboundReceived,
  type MessageDecided,
  type MessageRequested,
} from '@hermod/contracts';
import {
  type PairScene,
  playPair,
  type RecordToProduce,
  topicPairs,
  untilHandled,
  WAYS,
} from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textFrom } from './texts.ts';
import { numberOf, openWorld, record, requestFor, type World } from './world.ts';

/** A recipient who has consented to texts, and a text that routing asks for. */
interface Asked {
  readonly recipient: string;
  readonly request: MessageRequested;
}
type Fact = (at: Asked) => RecordToProduce;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const requested: Fact = ({ recipient, request }) => record('messageRequested', recipient, request);
const withdrawn: Fact = ({ recipient, request: { messageId, intent } }) =>
  record('messageWithdrawn', recipient, {
    messageId,
    runId: intent.runId,
    recipient,
    reason: 'reacted',
    at: new Date().toISOString(),
  });
/** Written now, or so many milliseconds ago. */
const text =
  (meaning: InboundReceived['meaning'], agoMs = 0, words: string = String(meaning)): Fact =>
  ({ recipient }) => {
    const at = new Date(Date.now() - agoMs);
    return textFrom(world, numberOf(recipient), [recipient], { meaning, at, words }).forHolders[0]!;
  };
const stop = text('opt-out');
const objection = text('objection', 0, 'please stop texting me');
/** The provider has refused the message, because it knows of a STOP from before now. */
const refusedAsOptedOut: Fact = ({ recipient, request: { messageId, intent } }) =>
  record('messageAttempted', recipient, {
    messageId,
    request: 0,
    runId: intent.runId,
    recipient,
    channel: 'sms',
    purpose: 'transactional',
    outcome: 'failed',
    provider: 'twilio',
    optedOut: contactPointId(recipient, 'sms', numberOf(recipient)),
    attempts: 1,
    answersWithdrawal: false,
    at: new Date(Date.now() - 30_000).toISOString(),
  });
/** About a message of nobody's, so that it changes nothing. */
const withdrawnByProvider: Fact = ({ recipient }) =>
  record('messageAttempted', recipient, {
    messageId: randomUUID(),
    request: 0,
    runId: randomUUID(),
    recipient,
    channel: 'sms',
    purpose: 'transactional',
    outcome: 'withdrawn',
    attempts: 0,
    answersWithdrawal: true,
    at: new Date().toISOString(),
  });
const urgent = (fact: RecordToProduce): RecordToProduce => ({ ...fact, topic: `${fact.topic}.urgent` });
const reader = () => ({ stage: world.stage, store: 'consent' as const });

async function begin(): Promise<Asked> {
  const recipient = `r-${randomUUID()}`;
  await world.person(recipient);
  await world.consent(recipient, { at: new Date(Date.now() - 120_000).toISOString() });
  return { recipient, request: requestFor(recipient) };
}

/** What is decided of the same message when it is asked for again, and of another one. */
async function decidedLater({ recipient, request }: Asked): Promise<Record<string, unknown>> {
  const again = { ...request, request: 1 };
  const other = requestFor(recipient);
  await world.tell(
    record('messageRequested', recipient, again),
    record('messageRequested', recipient, other),
  );
  const [same, next] = [await world.decided(request.messageId, 1), await world.decided(other.messageId)];
  const verdict = ({ decision, of, why: { rule } }: typeof same): object => ({ decision, of, rule });
  const replies = repliesTo(recipient).map(({ why: { rule } }) => rule);
  return { same: verdict(same), next: verdict(next), ledger: await ledgerOf(recipient), replies };
}

/** What consent has said by itself, each once. */
function repliesTo(recipient: string): MessageDecided[] {
  const replies = world.published.records
    .map(({ value }) => value as MessageDecided)
    .filter((fact) => fact.recipient === recipient && fact.reply !== undefined);
  return [...new Map(replies.map((fact) => [fact.messageId, fact])).values()];
}

/** What the ledger says of the recipient, in the order in which it was said; the last of it is always told. */
async function ledgerOf(recipient: string): Promise<object[]> {
  const { body } = await world.call('GET', `/v1/recipients/${recipient}/consents`);
  const entries = (body['consents'] as { id: string; at: string; state: string; suppression?: boolean }[])
    .map((entry) => ({ ...entry, saidAt: Date.parse(entry.at) }))
    .toSorted((a, b) => a.saidAt - b.saidAt);
  await world.published.until(
    1,
    ({ topic, value }) =>
      topic === 'hermod.consent-changed' && (value as ConsentChanged).entry === entries.at(-1)!.id,
  );
  return entries.map(({ state, suppression }) => ({ state, suppression }));
}

const pair = (one: Fact, other: Fact) => (at: Asked) => [one(at), other(at)] as const;

/** A lane is a way of travelling: a fact that travels on both is handled once, whichever comes first. */
function copied(fact: Fact, after: Fact): PairScene<Asked> {
  return {
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
      await untilHandled(reader(), ...markers);
    },
    end: async (at) => {
      const later = await decidedLater(at);
      const decisions = world.published.records.filter(
        ({ value }) =>
          (value as { messageId?: string }).messageId === at.request.messageId &&
          (value as { request?: number }).request === 0,
      );
      return { ...later, decisions: decisions.length };
    },
  };
}

const scenes: Readonly<Record<string, readonly PairScene<Asked>[]>> = {
  'messageRequested + messageWithdrawn': [
    {
      // What is decided before the withdrawal is read may be permitted: delivery takes it back.
      what: 'whatever was decided, the message is refused when it is asked for again, and no other is',
      begin,
      facts: pair(requested, withdrawn),
      end: async (at) => {
        const end = await decidedLater(at);
        expect(end).toMatchObject({
          same: { decision: 'refused', rule: 'withdrawn-before-decision' },
          next: { decision: 'permitted' },
        });
        return end;
      },
    },
  ],
  'messageRequested + inboundReceived': [
    {
      // What is decided before the STOP is read may be permitted: routing and delivery take it back.
      what: 'whatever was decided, a STOP suppresses everything from then on',
      begin,
      facts: pair(requested, stop),
      end: async (at) => {
        const end = await decidedLater(at);
        expect(end).toMatchObject({
          same: { rule: 'suppressed' },
          next: { rule: 'suppressed' },
          replies: ['answer-to-stop'],
        });
        return end;
      },
    },
    {
      what: 'a text that may ask for an end holds no message but marketing',
      begin,
      facts: pair(requested, objection),
      end: async (at) => {
        const end = await decidedLater(at);
        expect(end).toMatchObject({ next: { decision: 'permitted' }, replies: [] });
        return end;
      },
    },
    {
      what: 'an answer that is no opt-out changes no decision',
      begin,
      facts: pair(requested, text('answer')),
      end: async (at) => ({
        ...(await decidedLater(at)),
        first: (await world.decided(at.request.messageId)).decision,
      }),
    },
  ],
  'messageWithdrawn + inboundReceived': [
    {
      what: 'a withdrawn message of somebody who opts out',
      begin,
      facts: pair(withdrawn, stop),
      end: decidedLater,
    },
  ],
  'messageRequested + messageAttempted': [
    {
      // What is decided before the refusal is read was permitted to the message that was refused.
      what: 'an opt-out that only the provider knew suppresses everything from then on',
      begin,
      facts: pair(requested, refusedAsOptedOut),
      end: async (at) => {
        const end = await decidedLater(at);
        expect(end).toMatchObject({ next: { rule: 'suppressed' }, replies: [] });
        return end;
      },
    },
  ],
  'messageWithdrawn + messageAttempted': [
    {
      what: 'a withdrawn message that was refused, because its person has opted out',
      begin,
      facts: pair(withdrawn, refusedAsOptedOut),
      end: decidedLater,
    },
  ],
  'messageAttempted + inboundReceived': [
    {
      what: 'a STOP that the provider knew before',
      begin,
      facts: pair(refusedAsOptedOut, stop),
      end: async (at) => {
        const end = await decidedLater(at);
        expect(end).toMatchObject({ next: { rule: 'suppressed' }, replies: ['answer-to-stop'] });
        return end;
      },
    },
    {
      what: 'a START after what the provider knew lifts it',
      begin,
      facts: pair(refusedAsOptedOut, text('opt-in', 0, 'start')),
      end: async (at) => {
        // A START that has nothing to lift yet isn't answered.
        const { replies: _replies, ...end } = await decidedLater(at);
        expect(end).toMatchObject({ next: { decision: 'permitted' } });
        return end;
      },
    },
  ],
  'messageAttempted + messageAttempted.urgent': [copied(refusedAsOptedOut, withdrawnByProvider)],
  'messageRequested + messageRequested.urgent': [
    copied(requested, (at) => record('messageRequested', at.recipient, requestFor(at.recipient))),
  ],
  'messageWithdrawn + messageWithdrawn.urgent': [
    copied(withdrawn, (at) => withdrawn({ ...at, request: requestFor(at.recipient) })),
  ],
  'inboundReceived + inboundReceived.urgent': [
    copied(stop, text('answer')),
    {
      what: 'a STOP and a later START: the START is told in either order, because delivery has seen the STOP itself',
      begin,
      facts: (at) => [text('opt-out', 60_000)(at), urgent(text('opt-in', 30_000)(at))],
      end: async (at) => {
        // A STOP that a START has overtaken isn't confirmed any more.
        const { replies: _replies, ...end } = await decidedLater(at);
        expect(end).toMatchObject({ next: { decision: 'permitted' } });
        return end;
      },
    },
  ],
};

it('every pair of Kafka topics that consent reads has its scenes', () => {
  expect(Object.keys(scenes).toSorted()).toEqual(topicPairs('consent').toSorted());
});

describe.each(topicPairs('consent'))('%s', (name) => {
  it('lead to the same end in either order, and when they are read together', async () => {
    for (const scene of scenes[name]!) {
      const ends: unknown[] = [];
      for (const way of WAYS) ends.push(await playPair(reader(), scene, way));
      for (const [n, way] of WAYS.entries()) expect(ends[n], `${scene.what}, ${way}`).toEqual(ends[0]);
    }
  });
});

import { randomUUID } from 'node:crypto';
import type { InboundReceived, MessageRequested } from '@hermod/contracts';
import { deriveId } from '@hermod/contracts';
import { eventually, type RecordToProduce } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempted, event, names, record, someone } from './facts.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const OURS = '+15005550006';

/** What a person wrote, as receipts tells it to one holder of the number. */
function inbound(recipient: string, more: Partial<InboundReceived> = {}): RecordToProduce {
  const id = randomUUID();
  const fact: InboundReceived = {
    kind: 'text',
    channel: 'sms',
    address: '+46700000001',
    addressHash: deriveId('hash', recipient),
    recipient,
    meaning: 'answer',
    lead: true,
    to: OURS,
    provider: 'twilio',
    at: new Date().toISOString(),
    ...more,
  };
  return record('inboundReceived', recipient, fact, { id });
}

interface Asked {
  readonly recipient: string;
  readonly run: string;
  readonly question: MessageRequested;
}

/** A run that has asked by SMS, and waits. */
async function ask(recipient = someone(), then: object = { yes: 'comes', no: 'stays' }): Promise<Asked> {
  const { journey, on } = names();
  await world.publish({
    journey,
    purpose: 'transactional',
    start: { on },
    steps: [
      {
        id: 'invite',
        ask: [{ sms: 'shipped-sms', within: 'PT1H' }],
        replies: [
          { id: 'yes', text: 'I am coming' },
          { id: 'no', text: 'Not this time' },
        ],
        as: 'answer',
        then,
      },
      { id: 'comes', end: 'comes' },
      { id: 'stays', end: 'stays' },
    ],
  } as { journey: string });
  const before = world.requested(recipient).length;
  const id = randomUUID();
  await world.tell(event(on, recipient, { id }));
  const question = (await world.requests(recipient, before + 1))[before]!;
  await world.tell(attempted(question, 'accepted', { sender: OURS }));
  return { recipient, run: runOf(journey, id, recipient), question };
}

const unmatched = async (): Promise<{ text?: string; why: string; recipient?: string }[]> =>
  ((await world.call('GET', '/v1/answers/unmatched')).body as { answers: [] }).answers;

describe('an answer', () => {
  it('asks with its replies, and moves the run by the one that was written', async () => {
    const { recipient, run, question } = await ask();
    expect(question.intent.replies).toEqual([
      { id: 'yes', text: 'I am coming' },
      { id: 'no', text: 'Not this time' },
    ]);
    await world.tell(inbound(recipient, { text: 'No thanks' }));
    const story = await world.ended(run);
    expect(story).toMatchObject({ outcome: 'stays' });
    expect(story.timeline).toContainEqual(
      expect.objectContaining({ what: 'answered', message: question.messageId }),
    );
  });

  it('that is tapped counts for the run that it names, though another one asked later', async () => {
    const first = await ask();
    const second = await ask(first.recipient);
    const { messageId } = first.question;
    await world.tell(
      inbound(first.recipient, {
        text: 'I am coming',
        answer: { messageId, runId: first.run, reply: 'yes' },
      }),
    );
    expect(await world.ended(first.run)).toMatchObject({ outcome: 'comes' });
    expect((await world.story(second.run)).status).toBe('running');
  });

  it('comes once, though it travels in both lanes, and a second one is told as late', async () => {
    const { recipient, run, question } = await ask();
    const { messageId } = question;
    const yes = { text: 'yes', answer: { messageId, runId: run, reply: 'yes' } };
    await world.tell(inbound(recipient, yes));
    await world.ended(run);
    await world.tell(inbound(recipient, { ...yes, answer: { ...yes.answer, reply: 'no' } }));
    await eventually(async () => {
      const whats = (await world.story(run)).timeline.map(({ what }) => what);
      expect(whats.filter((what) => what.startsWith('answered'))).toEqual(['answered', 'answered (late)']);
    });
    expect(await world.story(run)).toMatchObject({ outcome: 'comes' });
  });

  it('that is none of the replies is told, and the run goes on waiting', async () => {
    const { recipient, run } = await ask();
    await world.tell(inbound(recipient, { text: 'Which bus stop?' }));
    await eventually(async () => {
      expect((await world.story(run)).timeline.map(({ what }) => what)).toContain('answered');
    });
    expect((await world.story(run)).status).toBe('running');
    await world.tell(inbound(recipient, { text: '1' }));
    expect(await world.ended(run)).toMatchObject({ outcome: 'comes' });
  });

  it('that answers nothing, or came to another number, is kept for somebody to read', async () => {
    const { recipient, run } = await ask();
    const text = `about ${randomUUID()}`;
    await world.tell(inbound(recipient, { text, to: '+15005550099' }));
    await eventually(async () => {
      expect(await unmatched()).toContainEqual(
        expect.objectContaining({ text, recipient, why: 'nothing that was asked waits for an answer' }),
      );
    });
    expect((await world.story(run)).status).toBe('running');
  });

  it('of somebody else moves nothing', async () => {
    const { run, question } = await ask();
    const stranger = someone();
    const { messageId } = question;
    const text = `mine ${randomUUID()}`;
    await world.tell(inbound(stranger, { text, answer: { messageId, runId: run, reply: 'yes' } }));
    await eventually(async () => {
      expect(await unmatched()).toContainEqual(
        expect.objectContaining({ text, why: 'it names a message that is none of theirs' }),
      );
    });
    expect((await world.story(run)).status).toBe('running');
  });
});

import type { MessageRequested, ReceiptRecorded } from '@hermod/contracts';
import { eventually, type RecordToProduce } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempted, decided, receipt } from './facts.ts';
import { type AtPush, goToSms, startAtPush } from './runs-at-push.ts';
import { openWorld, type Story, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const start = (about?: Parameters<typeof startAtPush>[1]): Promise<AtPush> => startAtPush(world, about);
const whats = (story: Story): string[] => story.timeline.map(({ what }) => what);
const whatever = (story: Story): string[] => whats(story).map((what) => what.replace(' (late)', ''));

describe('a rung', () => {
  it('without its signal in time is withdrawn, and the next one waits for no answer: it was accepted', async () => {
    const { recipient, run, push } = await start({ within: 'PT1S' });
    await world.tell(attempted(push, 'accepted'), receipt(push, 'delivered'));
    expect(await world.withdrawal(push.messageId)).toMatchObject({ reason: 'unread', runId: run });
    const [, sms] = await world.requests(recipient, 2);
    await world.tell(attempted(push, 'accepted', { answersWithdrawal: true }));
    expect(sms!.intent).toMatchObject({ channel: 'sms', template: 'shipped-sms', rung: 1, step: 'tell' });
    await world.tell(attempted(sms!, 'accepted'), receipt(sms!, 'delivered'));
    const story = await world.ended(run);
    expect(story).toMatchObject({ outcome: 'reached' });
    expect(whats(story)).toEqual(
      expect.arrayContaining(['started', 'requested', 'accepted', 'delivered', 'unread', 'reached', 'ended']),
    );
    const unread = story.timeline.find(({ what }) => what === 'unread')!;
    expect(unread.why).toEqual({
      rule: 'not opened within PT1S',
      values: { until: 'opened', within: 'PT1S' },
    });
    const accepted = story.timeline.find(({ what }) => what === 'accepted')!;
    expect(accepted.why.values).toMatchObject({ provider: 'sim', permittedBy: { rule: 'consent given' } });
  });

  it('with its signal ends the escalation as reached', async () => {
    const { run, push } = await start();
    await world.tell(attempted(push, 'accepted'), receipt(push, 'opened'));
    expect(await world.ended(run)).toMatchObject({ outcome: 'reached' });
    expect(world.withdrawn(push.recipient)).toEqual([]);
  });

  it('counts its time from the acceptance, which may be long after the request', async () => {
    const { push, run } = await start({ within: 'PT5S' });
    const acceptedAt = new Date(Date.now() - 4_000).toISOString();
    await world.tell(attempted(push, 'accepted', { acceptedAt }));
    await world.withdrawal(push.messageId);
    const { timeline } = await world.story(run);
    const unread = timeline.find(({ what }) => what === 'no signal')!;
    expect(Date.parse(unread.at)).toBeGreaterThanOrEqual(Date.parse(acceptedAt) + 5_000);
  });

  it('whose outcome is unknown counts from its call, and goes on when the withdrawal is answered', async () => {
    const { recipient, push } = await start({ within: 'PT1S' });
    await world.tell(attempted(push, 'unknown', { reason: 'PROVIDER_TIMEOUT: no answer' }));
    await world.withdrawal(push.messageId);
    expect(world.requested(recipient)).toHaveLength(1);
    await world.tell(attempted(push, 'unknown', { answersWithdrawal: true }));
    expect((await world.requests(recipient, 2))[1]!.intent.channel).toBe('sms');
  });

  it.each([
    ['failed', (push: MessageRequested) => attempted(push, 'failed')],
    ['expired', (push: MessageRequested) => attempted(push, 'expired')],
    [
      'was refused on its channel',
      (push: MessageRequested) => decided(push, { decision: 'refused', of: 'channel' }),
    ],
    ['is undelivered', (push: MessageRequested) => receipt(push, 'undelivered')],
  ])('that %s goes on at once', async (_, fact) => {
    const { recipient, push } = await start({ within: 'PT1H' });
    await world.tell(fact(push));
    expect((await world.requests(recipient, 2))[1]!.intent.channel).toBe('sms');
  });

  it('that was refused for the recipient as a whole ends the escalation, with no paid message', async () => {
    const { recipient, run, push } = await start();
    await world.tell(decided(push, { decision: 'refused', of: 'recipient' }));
    const story = await world.ended(run);
    expect(story).toMatchObject({ outcome: 'exhausted' });
    expect(story.timeline.find(({ what }) => what === 'refused')!.why).toEqual({
      rule: 'no consent',
      values: { channel: 'push', ledger: 'entry-7' },
    });
    expect(world.requested(recipient)).toHaveLength(1);
  });

  it('that is deferred is asked for again then, as the same message', async () => {
    const { recipient, push } = await start();
    const until = new Date(Date.now() + 1_000).toISOString();
    await world.tell(decided(push, { decision: 'deferred', until }));
    const [, again] = await world.requests(recipient, 2);
    expect(again).toMatchObject({ messageId: push.messageId, request: 1, intent: push.intent });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
    await world.tell(attempted(again!, 'accepted'), receipt(again!, 'opened'));
    expect(await world.ended(again!.intent.runId)).toMatchObject({ outcome: 'reached' });
  });

  it('that delivery gives back is asked for again at once', async () => {
    const { recipient, push } = await start();
    await world.tell(attempted(push, 'deferred', { reason: 'PERMISSION_ENDED: closed', attempts: 0 }));
    expect((await world.requests(recipient, 2))[1]).toMatchObject({ messageId: push.messageId, request: 1 });
  });

  it('that is deferred beyond the expiry is a refusal', async () => {
    const { recipient, push } = await start();
    await world.tell(
      decided(push, { decision: 'deferred', until: new Date(Date.now() + 2 * 86_400_000).toISOString() }),
    );
    expect((await world.requests(recipient, 2))[1]!.intent.channel).toBe('sms');
  });

  it('that was left behind still ends the escalation with its late signal', async () => {
    const started = await start();
    const sms = await goToSms(world, started);
    await world.tell(receipt(started.push, 'opened'));
    expect(await world.ended(started.run)).toMatchObject({ outcome: 'reached' });
    expect(await world.withdrawal(sms.messageId)).toMatchObject({ reason: 'reacted' });
  });
});

describe('acceptance and receipt', () => {
  const receipts = (push: MessageRequested, kinds: ReceiptRecorded['kind'][]): RecordToProduce[] =>
    kinds.map((kind) => receipt(push, kind));
  it.each<[ReceiptRecorded['kind'][]]>([
    [['opened']],
    [['delivered', 'opened']],
    [['undelivered']],
    [['delivered']],
  ])('in both orders end the same, with %j', async (kinds) => {
    const ends: unknown[] = [];
    for (const order of ['acceptance first', 'receipts first']) {
      const { run, push } = await start({ within: 'PT1H' });
      const facts = [attempted(push, 'accepted'), ...receipts(push, kinds)];
      for (const fact of order === 'acceptance first' ? facts : facts.toReversed()) await world.tell(fact);
      const about = await eventually(async () => {
        const story = await world.story(run);
        expect(whatever(story)).toEqual(expect.arrayContaining(['accepted', ...kinds]));
        return story;
      });
      const [row] = await world.query<{
        state: { messages: Record<string, object>; position?: { kind: string } };
      }>('SELECT state FROM run WHERE id = $1', [run]);
      const { state, signal, undelivered } = row!.state.messages[push.messageId] as Record<string, unknown>;
      const waits = Object.keys((row!.state as unknown as { timers: object }).timers).map(
        (name) => name.split(':')[0],
      );
      ends.push({
        status: about.status,
        outcome: about.outcome,
        state,
        signal,
        undelivered,
        waits: waits.sort(),
        asked: world.requested(push.recipient).length,
      });
    }
    expect(ends[1]).toEqual(ends[0]);
  });
});

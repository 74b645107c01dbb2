import { randomBytes } from 'node:crypto';
import { eventually } from '@hermod/testing';
import { describe, expect, it } from 'vitest';
import {
  arrived,
  ended,
  enter,
  eventFor,
  exportedSpans,
  fire,
  fresh,
  linesOf,
  messagesOn,
  must,
  publish,
  runsOf,
  touch,
} from './support/hermod.ts';

const STORY = 'started requested accepted delivered unread requested accepted delivered reached ended'.split(
  ' ',
);

const escalation = (name: string, pushWithin: string): Record<string, unknown> => ({
  purpose: 'transactional',
  topic: 'order-updates',
  start: { on: `com.shop.${name}`, when: 'event.data.total > 0' },
  steps: [
    {
      id: 'tell',
      escalate: [
        { push: `${name}-push`, until: 'opened', within: pushWithin },
        { sms: `${name}-sms`, until: 'delivered', within: 'PT1M' },
      ],
    },
  ],
});

describe('an escalation from push to sms', () => {
  it('sends the sms when the push is ignored, and tells every step with its reason', async () => {
    const name = fresh('ignored');
    await publish(name, escalation(name, 'PT2S'));
    const kim = await enter();
    await fire(eventFor(kim, `com.shop.${name}`, { total: 129 }));
    expect((await arrived(kim, 'push')).text).toContain('Hi Kim, order O-');
    expect((await arrived(kim, 'sms')).text).toContain('Hi Kim, order O-');
    expect((await ended(kim)).outcome).toBe('reached');
    // A receipt may be read before the acceptance that it follows: the lines are all there, in an order of their own.
    const story = await eventually(async () => {
      const [run] = await runsOf(kim);
      expect(linesOf(run!).toSorted()).toEqual(STORY.toSorted());
      return run!;
    });
    const steps = ['started', 'unread', 'reached', 'ended'];
    expect(linesOf(story).filter((line) => steps.includes(line))).toEqual(steps);
    const smsAccepted = story.timeline.findLast(({ what }) => what === 'accepted')!;
    expect(smsAccepted.why.values['permittedBy']).toMatchObject({
      rule: expect.stringMatching(/consent/),
      ledger: expect.any(String) as unknown,
    });
    const message = await must('GET', `/v1/messages/${smsAccepted.message!}`);
    expect(message).toMatchObject({
      channel: 'sms',
      status: 'accepted',
      attempts: [{ provider: 'twilio', state: 'accepted' }],
    });
    expect(message['receipts']).toMatchObject([{ kind: 'delivered' }]);
  });

  it('sends no sms when the push is opened in time', async () => {
    const name = fresh('opened');
    await publish(name, escalation(name, 'PT5S'));
    const kim = await enter();
    await fire(eventFor(kim, `com.shop.${name}`, { total: 129 }));
    const push = await arrived(kim, 'push');
    await touch(kim, `messages/${push.id}/open`);
    const story = await ended(kim);
    expect(story.outcome).toBe('reached');
    expect(linesOf(story)).not.toContain('unread');
    expect((await messagesOn(kim)).map(({ channel }) => channel)).toEqual(['push']);
  });

  it('is one trace over every hop until the timer, and the timer starts one that is linked to it', async () => {
    const name = fresh('traced');
    await publish(name, escalation(name, 'PT2S'));
    const kim = await enter();
    const traceId = randomBytes(16).toString('hex');
    await fire(eventFor(kim, `com.shop.${name}`, { total: 1 }), {
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    });
    const story = await ended(kim);
    const first = await spansOf(traceId, ['gateway', 'routing', 'consent', 'delivery', 'receipts']);
    expect(new Set(first.map(({ service }) => service))).toEqual(
      new Set(['gateway', 'routing', 'consent', 'delivery', 'receipts']),
    );
    const ids = new Set(first.map(({ spanId }) => spanId));
    const roots = first.filter(({ parentSpanId }) => !ids.has(parentSpanId));
    expect(roots.map(({ service }) => service)).toEqual(['gateway']);
    const timerLine = story.timeline.find(({ what }) => what === 'unread')!;
    expect(timerLine.traceId).not.toBe(traceId);
    const second = await spansOf(timerLine.traceId!, ['routing', 'consent', 'delivery', 'receipts']);
    const timer = second.find(({ name: span }) => span === 'timer.fire')!;
    expect(timer.attributes['hermod.origin_trace_id']).toBe(traceId);
    expect(timer.links.map((link) => link.traceId)).toEqual([traceId]);
  });
});

/** Waits until a trace holds spans of these services. */
function spansOf(traceId: string, services: readonly string[]): ReturnType<typeof exportedSpans> {
  return eventually(
    async () => {
      const spans = (await exportedSpans()).filter((span) => span.traceId === traceId);
      const missing = services.filter((service) => !spans.some((span) => span.service.endsWith(service)));
      if (missing.length > 0) throw new Error(`no span of ${missing.join(', ')} yet`);
      return spans.map((span) => ({ ...span, service: span.service.replace(/^hermod-/, '') }));
    },
    { timeoutMs: 20_000 },
  );
}

import { expect, it } from 'vitest';
import type { AttemptView, MessageView } from '@hermod/api';
import { messageStory } from './message-story.ts';
import { masked } from './recipient-story.ts';

const ID = '2a7a1db1-dbf7-5e12-a014-b082e0dbdf20';
const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 9, 0, second)).toISOString();

function attempt(second: number, state: AttemptView['state'], more: Partial<AttemptView> = {}): AttemptView {
  return {
    id: ID,
    contactPoint: ID,
    provider: 'twilio',
    n: 0,
    resends: null,
    state,
    startedAt: at(second),
    calledAt: at(second),
    closedAt: at(second + 1),
    providerMessageId: null,
    reason: null,
    sender: null,
    trouble: null,
    takeBack: null,
    ...more,
  };
}

const MESSAGE: MessageView = {
  id: ID,
  recipient: 'ada',
  runId: null,
  channel: 'sms',
  purpose: 'transactional',
  lane: 'plain',
  status: 'accepted',
  reason: null,
  withdrawn: false,
  request: 0,
  handOverBy: at(60),
  createdAt: at(0),
  journey: 'order-shipped',
  step: 'tell',
  template: 'shipped-sms',
  permission: { why: { rule: 'consent-given', values: { channel: 'sms' } }, decidedAt: at(0) },
  attempts: [],
};

it('tells a message in the order in which things happened', () => {
  const attempts = [
    attempt(1, 'retry', { reason: 'PROVIDER_THROTTLED: 429' }),
    attempt(3, 'accepted', { n: 1, providerMessageId: 'SM1' }),
  ];
  const receipts = [{ kind: 'delivered', at: at(10), recordedAt: at(11), provider: 'twilio' } as const];
  expect(messageStory({ ...MESSAGE, attempts, receipts }).map(({ text }) => text)).toEqual([
    'it may be sent, because they agreed (sms)',
    'the call to twilio begins',
    'twilio did not take it: 429 (PROVIDER_THROTTLED); it was not sent for sure, so it is tried again',
    'the call to twilio begins',
    'twilio took it as SM1',
    'the SMS arrived, as twilio reports',
  ]);
});

it('tells of an attempt that never began, and of one that is under way', () => {
  const uncalled = attempt(1, 'uncalled', { calledAt: null, reason: 'opted out since' });
  expect(messageStory({ ...MESSAGE, attempts: [uncalled] })[1]?.text).toBe(
    'twilio was not called after all: opted out since',
  );
  const started = attempt(1, 'started', { closedAt: null, resends: ID });
  expect(messageStory({ ...MESSAGE, attempts: [started] }).map(({ text }) => text)).toEqual([
    'it may be sent, because they agreed (sms)',
    'the call to twilio begins, once more, because nobody knows of the last time',
  ]);
});

it.each([
  ['+46700000001', '+46…01'],
  ['46700000001@sim.test', '467…01@sim.test'],
  ['a@b.se', 'a…@b.se'],
])('shows of %s only %s', (address, shown) => {
  expect(masked(address)).toBe(shown);
});

import type { Sender } from '@hermod/channels';
import type { ContactPoint } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../storage/messages.ts';
import { routesOf, senderOf } from './choose-route.ts';

const POINT: ContactPoint = {
  id: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d20',
  channel: 'sms',
  address: '+46700000001',
};
const message = (intent: object = {}): Message =>
  ({ channel: 'sms', permission: { intent } }) as unknown as Message;
const sender = (id: string, provider: string, more: Partial<Sender> = {}): Sender => ({
  id,
  provider,
  channels: ['sms'],
  address: '+46700000000',
  isDefault: false,
  ...more,
});
const pool = { eligible: () => ['a', 'b', 'c'].map((id) => ({ id }) as unknown as Provider) };
const routes = (...senders: readonly Sender[]): string[] =>
  routesOf(pool, senders, message(), POINT).map(({ id }) => id);

describe('routes', () => {
  it('are in the order of the configuration where no sender is at home', () => {
    expect(routes()).toEqual(['a', 'b', 'c']);
    expect(routes(sender('x', 'c'), sender('y', 'b', { countries: ['NO'] }))).toEqual(['a', 'b', 'c']);
  });

  it('begin with who has a sender for the country', () => {
    expect(routes(sender('x', 'c', { countries: ['SE'] }), sender('y', 'a'))).toEqual(['c', 'a', 'b']);
  });
});

it('what asks for answers comes from one that can receive them', () => {
  const senders = [sender('name', 'a', { address: 'Example', countries: ['SE'] }), sender('number', 'a')];
  expect(senderOf(senders, message(), 'a', POINT)?.id).toBe('name');
  const replies = [{ id: 'yes', text: 'Yes' }];
  expect(senderOf(senders, message({ replies }), 'a', POINT)?.id).toBe('number');
  expect(senderOf(senders, message(), 'b', POINT)).toBeUndefined();
});

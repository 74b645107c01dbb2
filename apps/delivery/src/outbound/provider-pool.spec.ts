import type { Channel, ContactPoint } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import { ProviderPool } from './provider-pool.ts';

const provider = (id: string, channels: readonly Channel[], about: Partial<Provider> = {}): Provider =>
  ({ id, channels, windowSize: 1, ratePerSecond: 1, ...about }) as unknown as Provider;
const number = (address: string): ContactPoint => ({
  id: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d20',
  channel: 'sms',
  address,
});
const SWEDISH = number('+46700000001');
const AMERICAN = number('+12015550123');
const NOWHERE = number('+80012345678');

const pool = new ProviderPool([
  provider('everywhere', ['sms', 'rcs']),
  provider('sweden', ['sms', 'mms'], { countries: ['SE'] }),
  provider('some-mms', ['sms', 'mms'], { countriesOf: { mms: ['US', 'CA'] } }),
  provider('fcm', ['push']),
]);
const eligible = (channel: Channel, point: ContactPoint): string[] =>
  pool.eligible(channel, point).map(({ id }) => id);

describe('who can take a message', () => {
  it('serves its channel and the country of the number, in the order of the configuration', () => {
    expect(eligible('sms', SWEDISH)).toEqual(['everywhere', 'sweden', 'some-mms']);
    expect(eligible('sms', AMERICAN)).toEqual(['everywhere', 'some-mms']);
    expect(eligible('rcs', AMERICAN)).toEqual(['everywhere']);
  });

  it('may serve fewer countries on one channel than on another', () => {
    expect(eligible('mms', SWEDISH)).toEqual(['sweden']);
    expect(eligible('mms', AMERICAN)).toEqual(['some-mms']);
    expect(eligible('mms', number('+4520123456'))).toEqual([]);
  });

  it('says itself whether it serves a number that does not tell its country', () => {
    expect(eligible('mms', NOWHERE)).toEqual(['sweden', 'some-mms']);
  });

  it('of a push has issued the token', () => {
    const token: ContactPoint = { ...SWEDISH, channel: 'push', address: 't', provider: 'fcm' };
    expect(eligible('push', token)).toEqual(['fcm']);
    expect(eligible('push', { ...token, provider: 'apns' })).toEqual([]);
  });
});

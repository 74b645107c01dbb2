import { describe, expect, it } from 'vitest';
import { linksOf } from './personal-links.ts';
import { readPreferences, readUnsubscribe } from './personal-token.ts';

const secret = 'a-secret-of-the-installation';
const origin = { publicUrl: 'https://hermod.example', secret };
const decidedAt = new Date('2026-11-23T09:00:00Z');
const message = {
  recipient: 'ada',
  channel: 'rcs',
  purpose: 'marketing',
  topic: 'offers',
  decidedAt,
} as const;
const tokenOf = (url: string): string => url.split('/').at(-1)!;

describe('the links of a message', () => {
  it('lead to the preferences of its recipient, and out of its topic, for sixty days', () => {
    const links = linksOf(message, origin);
    const last = new Date('2027-01-22T08:59:59Z');
    expect(links.preferences).toMatch(/^https:\/\/hermod\.example\/preferences\//);
    expect(links.unsubscribe).toMatch(/^https:\/\/hermod\.example\/u\//);
    expect(readPreferences(tokenOf(links.preferences), secret, last)).toMatchObject({
      claims: { recipient: 'ada' },
    });
    expect(readUnsubscribe(tokenOf(links.unsubscribe), secret, last)).toMatchObject({
      claims: { recipient: 'ada', purpose: 'marketing', topic: 'offers' },
    });
  });

  it('are the same whenever it is rendered again', () => {
    expect(linksOf(message, origin)).toEqual(linksOf({ ...message }, origin));
  });

  it('of an RCS end the texts that would come in its place', () => {
    const { unsubscribe } = linksOf(message, origin);
    expect(readUnsubscribe(tokenOf(unsubscribe), secret, decidedAt)).toMatchObject({
      claims: { channel: 'sms' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { chooseSender, type SenderWanted } from './choose-sender.ts';
import type { Sender } from './sender-document.ts';

const sender = (id: string, more: Partial<Sender> = {}): Sender => ({
  id,
  provider: 'twilio',
  channels: ['sms'],
  address: '+46700000000',
  isDefault: false,
  ...more,
});
const wanted = (more: Partial<SenderWanted> = {}): SenderWanted => ({
  provider: 'twilio',
  channel: 'sms',
  country: 'SE',
  asksForAnswers: false,
  ...more,
});
const chosen = (senders: readonly Sender[], more?: Partial<SenderWanted>): string | undefined =>
  chooseSender(senders, wanted(more))?.id;

describe('the sender of a message', () => {
  it('is one of its provider and channel', () => {
    const senders = [sender('a', { provider: 'other' }), sender('b', { channels: ['mms'] })];
    expect(chosen(senders)).toBeUndefined();
    expect(chosen([...senders, sender('c')])).toBe('c');
  });

  it('is the most special one for the country of the number', () => {
    const nordic = sender('nordic', { countries: ['SE', 'NO', 'DK'] });
    const swedish = sender('swedish', { countries: ['SE'] });
    const anywhere = sender('anywhere', { isDefault: true });
    expect(chosen([anywhere, nordic, swedish])).toBe('swedish');
    expect(chosen([anywhere, nordic, swedish], { country: 'NO' })).toBe('nordic');
    expect(chosen([anywhere, nordic, swedish], { country: 'FR' })).toBe('anywhere');
    expect(chosen([nordic, swedish], { country: 'FR' })).toBeUndefined();
    expect(chosen([nordic, swedish], { country: undefined })).toBeUndefined();
  });

  it('is the default among equals, then the first by id', () => {
    expect(chosen([sender('b'), sender('a')])).toBe('a');
    expect(chosen([sender('b', { isDefault: true }), sender('a')])).toBe('b');
  });

  it('can receive where answers are asked for', () => {
    const name = sender('name', { address: 'Example', countries: ['SE'] });
    const number = sender('number');
    expect(chosen([name, number])).toBe('name');
    expect(chosen([name, number], { asksForAnswers: true })).toBe('number');
    expect(chosen([name], { asksForAnswers: true })).toBe('name');
  });

  it('is no name in the United States and Canada, nor where the country is not known', () => {
    const name = sender('name', { address: 'Example' });
    expect(chosen([name])).toBe('name');
    for (const country of ['US', 'CA', undefined]) expect(chosen([name], { country })).toBeUndefined();
  });
});

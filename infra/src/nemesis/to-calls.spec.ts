import { contactPointId } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { at, attemptIn, evidenceOf } from './checker/evidence-of.ts';
import type { LedgerEntry } from './ledger-reader.ts';
import { toCalls } from './to-calls.ts';

const books = () =>
  evidenceOf((world) => {
    const cy = world.attempts.find(({ message }) => message === 'cy-sms')!;
    Object.assign(cy, { provider: 'smpp', providerMessageId: '4711' });
    world.events.find(({ recipient }) => recipient === 'ada')!.id = 'e-12';
  });

const messageOf = (entry: Partial<LedgerEntry>): string | undefined =>
  toCalls([{ receivedAt: 0, outcome: 'accepted', ...entry } as LedgerEntry], books())[0]!.message;

describe('the message of a call', () => {
  it.each(['rbm', 'smtp', 'sim'])('stands in the name of its attempt: %s', (protocol) => {
    expect(messageOf({ protocol, message: 'fi-rcs-1' })).toBe('fi-rcs');
    expect(messageOf({ protocol, message: 'nobody' })).toBeUndefined();
  });

  it('is named by the call itself', () => {
    expect(messageOf({ protocol: 'twilio', message: 'ada-sms' })).toBe('ada-sms');
  });

  it('is found over SMPP by the id of the SMSC', () => {
    expect(messageOf({ protocol: 'smpp', providerId: '4711' })).toBe('cy-sms');
  });

  it('is found over SMPP by what it says where the answer with the id was lost', () => {
    expect(messageOf({ protocol: 'smpp', providerId: '9', body: 'Hi Ada, about O-e-12.' })).toBe('ada-sms');
    expect(messageOf({ protocol: 'smpp', providerId: '9', body: 'Hi Ada' })).toBeUndefined();
  });

  it('is else what was open to that number', () => {
    const lost = {
      protocol: 'smpp',
      providerId: '9',
      body: 'You will get no more texts.',
      to: '+4740000001',
    };
    const unnamed = evidenceOf((world) => {
      const contactPoint = contactPointId('cy', 'sms', lost.to);
      Object.assign(attemptIn(world, 'cy-sms'), { provider: 'smpp', contactPoint });
    });
    const found = (receivedAt: number): string | undefined =>
      toCalls([{ ...lost, receivedAt, outcome: 'resetAfterAccept' } as LedgerEntry], unnamed)[0]!.message;
    expect(found(at(12))).toBe('cy-sms');
    expect(found(at(17))).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { NotedOptOut, Suspect } from '../../storage/called-after-opt-out.ts';
import { isBreach } from './audit-opt-outs.ts';

const T0 = Date.parse('2026-11-22T09:00:00Z');
const at = (seconds: number): Date => new Date(T0 + seconds * 1_000);
const hashOf = (address: string): string => `hash of ${address}`;
const POINT = {
  id: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d21',
  channel: 'sms' as const,
  address: '+46700000001',
};

function optOut(notedAt: number, more: Partial<NotedOptOut> = {}): NotedOptOut {
  return {
    recipient: 'ada',
    factKey: '1',
    addressHash: hashOf(POINT.address),
    scope: { channels: ['sms'] },
    at: at(notedAt),
    lifts: false,
    notedAt: at(notedAt),
    ...more,
  };
}

/** A text that was permitted at 0 and called at 10. */
function suspect(...optOuts: readonly NotedOptOut[]): Suspect {
  const permission = {
    intent: { topic: 'offers', expiresAt: at(900).toISOString() },
    contactPoints: [POINT],
    until: at(900).toISOString(),
  };
  const message = { channel: 'sms', purpose: 'marketing', decidedAt: at(0), handOverBy: at(60), permission };
  return {
    call: { messageId: 'm', recipient: 'ada', calledAt: at(10) },
    message: message as unknown as Suspect['message'],
    optOuts,
  };
}

describe('a call after an opt-out', () => {
  it('breaks the promise when the opt-out had been noted more than two seconds before', () => {
    expect(isBreach(suspect(optOut(7.9)), hashOf)).toBe(true);
    expect(isBreach(suspect(optOut(8)), hashOf)).toBe(false);
  });

  it('does not when the opt-out is of another number, another channel, or lifted', () => {
    expect(isBreach(suspect(optOut(1, { addressHash: 'of another' })), hashOf)).toBe(false);
    expect(isBreach(suspect(optOut(1, { scope: { channels: ['email'] } })), hashOf)).toBe(false);
    const lifted = optOut(2, { factKey: '2', lifts: true, addressHash: undefined, at: at(2) });
    expect(isBreach(suspect(optOut(1), lifted), hashOf)).toBe(false);
  });

  it('does not when a START had lifted it just before the call, and does when it lifts only after it', () => {
    const liftedAt = (seconds: number) =>
      optOut(seconds, { factKey: '2', lifts: true, addressHash: undefined, at: at(5) });
    expect(isBreach(suspect(optOut(1), liftedAt(9.5)), hashOf)).toBe(false);
    expect(isBreach(suspect(optOut(1), liftedAt(10.5)), hashOf)).toBe(true);
  });

  it('breaks it as well when the consent was withdrawn after the permission', () => {
    const withdrawn = { addressHash: undefined, scope: { channels: ['sms' as const], topic: 'offers' } };
    expect(isBreach(suspect(optOut(3, withdrawn)), hashOf)).toBe(true);
    expect(isBreach(suspect(optOut(3, { ...withdrawn, at: at(-5) })), hashOf)).toBe(false);
  });

  it('does not when the message answers a text of the person', () => {
    const stopped = suspect(optOut(1));
    const permission = { ...stopped.message.permission, answersText: true as const };
    expect(isBreach({ ...stopped, message: { ...stopped.message, permission } }, hashOf)).toBe(false);
  });

  it('counts although the message was withdrawn later', () => {
    const later = suspect(optOut(3));
    expect(isBreach({ ...later, message: { ...later.message, withdrawn: true } }, hashOf)).toBe(true);
    expect(isBreach({ ...suspect(), message: { ...later.message, withdrawn: true } }, hashOf)).toBe(false);
  });
});

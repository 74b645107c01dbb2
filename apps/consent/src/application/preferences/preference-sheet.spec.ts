import { PolicyInput } from '@hermod/api';
import { createRuleBook, evolveConsent, type LedgerEntry, NO_CONSENT } from '@hermod/consent-policy';
import type { ContactPoint } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import type { KnownRecipient } from '../../storage/decision-facts.ts';
import { choicesOf, type PreferenceSheet, preferenceSheet } from './preference-sheet.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const POINTS: readonly ContactPoint[] = [
  { id: 'token-1', channel: 'push', address: 'sim-1' },
  { id: 'token-2', channel: 'push', address: 'sim-2' },
  { id: 'number', channel: 'sms', address: '+46700000001' },
  { id: 'second', channel: 'sms', address: '+46700000002' },
  { id: 'mailbox', channel: 'email', address: 'ada@sim.test' },
];
const POLICY = PolicyInput.parse({
  topics: [
    { topic: 'offers', title: { en: 'Offers' } },
    { topic: 'orders', title: { en: 'Orders' }, purpose: 'transactional', channels: ['sms'] },
  ],
});

type PointFacts = KnownRecipient['facts']['contactPoints'][number];

function sheetOf(
  entries: readonly Partial<LedgerEntry>[],
  more: {
    points?: readonly ContactPoint[];
    facts?: Partial<PointFacts>;
    policy?: PolicyInput;
    version?: number;
  } = {},
): PreferenceSheet {
  const { points = POINTS, policy = POLICY, version = 3 } = more;
  const consent = entries
    .map((entry, n): LedgerEntry => ({
      id: String(n),
      state: 'given',
      channel: 'sms',
      purpose: 'marketing',
      at: new Date(NOW.getTime() - 60_000 + n),
      ...entry,
    }))
    .reduce(evolveConsent, NO_CONSENT);
  const facts: KnownRecipient['facts'] = {
    recipient: 'known',
    contactPoints: points.map(({ id, channel }) => ({ id, channel, isUsable: true, ...more.facts })),
    consent,
    home: { country: 'SE', addressTimeZones: [], countryTimeZones: [] },
    quietHours: [],
    caps: [],
    rules: createRuleBook([], () => false),
  };
  const addresses = new Map(points.map((point) => [point.id, point]));
  return preferenceSheet({ facts, addresses, locale: 'sv' }, { policy, version }, undefined, NOW);
}

/** Key and state of each box, `-` before one that is not offered. */
const boxes = (sheet: PreferenceSheet): string[] =>
  choicesOf(sheet).map(({ key, state, isOffered }) => `${isOffered ? '' : '-'}${key} ${state}`);

describe('a preference sheet', () => {
  it('shows what holds without a word, and what somebody said', () => {
    expect(boxes(sheetOf([{ topic: 'offers', contactPoint: 'number' }]))).toEqual([
      'push:marketing:offers on',
      'sms:marketing:offers on',
      'email:marketing:offers off',
      'sms:transactional:orders off',
    ]);
  });

  it('shows what the ledger knows besides the policy, and channels on which the policy offers nothing', () => {
    const sheet = sheetOf([
      { purpose: 'transactional', topic: 'orders', channel: 'email', state: 'withdrawn' },
      { purpose: 'critical', topic: 'codes', contactPoint: 'number' },
      { topic: 'zoo', channel: 'rcs', state: 'withdrawn' },
    ]);
    expect(boxes(sheet).slice(3)).toEqual([
      'sms:transactional:orders off',
      'email:transactional:orders off',
      'sms:marketing:zoo off',
      'sms:critical:codes on',
    ]);
  });

  it('lets a consent to every topic be ended while it holds, and asks for none', () => {
    const given = { contactPoint: 'number' };
    expect(boxes(sheetOf([given]))).toContain('sms:marketing: on');
    expect(
      boxes(sheetOf([given, { state: 'withdrawn' }])).filter((box) => box.startsWith('sms:marketing: ')),
    ).toEqual([]);
  });

  it('tells a consent that waits for its confirmation from one that holds', () => {
    expect(boxes(sheetOf([{ topic: 'offers', state: 'pending', contactPoint: 'number' }]))).toContain(
      'sms:marketing:offers pending',
    );
  });

  it('is about the number that is used, and about every token', () => {
    const { reaches } = sheetOf([]);
    expect(reaches.map(({ points }) => points.map(({ id }) => id))).toEqual([
      ['token-1', 'token-2'],
      ['number'],
      ['mailbox'],
    ]);
    expect(boxes(sheetOf([{ topic: 'offers', contactPoint: 'second' }]))).toContain(
      'sms:marketing:offers off',
    );
    const oneLeft = [
      { channel: 'push', topic: 'offers', state: 'withdrawn', contactPoint: 'token-1' },
    ] as const;
    expect(boxes(sheetOf(oneLeft))).toContain('push:marketing:offers on');
  });

  it('offers nothing where somebody has said STOP', () => {
    const [, , number] = POINTS;
    const facts = { suppression: { entry: 'stop', since: NOW } };
    const sheet = sheetOf([], { points: [number!], facts });
    expect(boxes(sheet)).toEqual(['-sms:marketing:offers off', '-sms:transactional:orders off']);
    expect(sheet.reaches[0]!.isStopped).toBe(true);
    expect(boxes(sheetOf([], { points: [number!], facts: { isUsable: false } }))).toEqual([]);
  });

  it('has a stand that changes with the words and with where messages go', () => {
    const { stand } = sheetOf([]);
    expect(sheetOf([{ topic: 'offers', state: 'withdrawn' }]).stand).toBe(stand);
    expect(sheetOf([], { version: 4 }).stand).not.toBe(stand);
    expect(sheetOf([], { points: POINTS.filter(({ id }) => id !== 'number') }).stand).not.toBe(stand);
    expect(sheetOf([], { points: POINTS.filter(({ id }) => id !== 'second') }).stand).toBe(stand);
  });
});

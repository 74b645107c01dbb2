import { expect, it } from 'vitest';
import type { Consent, Recipient } from '../../api/types.ts';
import { keyOf, questionsOf } from './questions-of.ts';

const AT = '2026-11-22T09:00:00.000Z';
const point = (channel: 'push' | 'sms'): Recipient['contactPoints'][number] => ({
  id: 'c0ffee00-0000-4000-8000-000000000000',
  channel,
  address: 'somewhere',
  usable: true,
  state: 'usable' as const,
});
const entry = (about: Partial<Consent>): Consent => ({
  id: '1',
  state: 'given',
  method: 'form',
  at: AT,
  recordedAt: AT,
  proof: { sequence: 1, digest: '', hash: '' },
  ...about,
});
const asked = (points: Recipient['contactPoints'], said: Consent[]): string[] =>
  questionsOf('ada', points, said).map((question) => keyOf(question).trim());

it('asks about each way to reach somebody, and what they spoke of, once and in order', () => {
  const said = [
    entry({ channel: 'sms', purpose: 'marketing', topic: 'offers' }),
    entry({ channel: 'sms', purpose: 'marketing', topic: 'offers', state: 'withdrawn' }),
    entry({ channel: 'rcs', purpose: 'marketing' }),
  ];
  expect(asked([point('sms'), point('push')], said)).toEqual([
    'push transactional',
    'push marketing',
    'rcs marketing',
    'sms transactional',
    'sms marketing',
    'sms marketing offers',
  ]);
});

it('leaves out what concerns everything, and texts that stop a number: they show in each answer', () => {
  const said = [
    entry({ channel: 'sms', state: 'withdrawn' }),
    entry({ channel: 'sms', purpose: 'marketing', suppression: true }),
  ];
  expect(asked([], said)).toEqual([]);
});

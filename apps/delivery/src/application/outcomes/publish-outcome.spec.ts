import type { MessageAttempted } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import type { NamedBy } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { publishOutcome } from './publish-outcome.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const POINT = '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d20';
const MESSAGE = {
  id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  recipient: 'ada',
  channel: 'rcs',
  purpose: 'transactional',
  why: { rule: 'consent given', values: {} },
  decidedAt: NOW,
  erased: false,
} as unknown as Message;

const attempt = (about: Partial<Attempt>): Attempt =>
  ({
    id: 'attempt-1',
    contactPoint: POINT,
    provider: 'token',
    state: 'accepted',
    calledAt: NOW,
    closedAt: NOW,
    providerMessageId: null,
    reason: null,
    sender: null,
    trouble: null,
    ...about,
  }) as unknown as Attempt;

/** Providers are called after how their reports name a message. */
function told(attempts: readonly Attempt[], message = MESSAGE): MessageAttempted {
  const published: MessageAttempted[] = [];
  const unit = {
    now: NOW,
    publish: (_: string, fact: MessageAttempted) => void published.push(fact),
  } as unknown as UnitOfWork;
  const providerOf = (id: string) => ({ namedBy: id as NamedBy });
  publishOutcome(unit, message, attempts, providerOf, { outcome: 'accepted', answersWithdrawal: false });
  return published[0]!;
}

describe('the names by which reports will call it', () => {
  const accepted = { providerMessageId: 'X-1' };
  it.each<[string, Partial<Attempt>, string | undefined]>([
    ['are not told where reports carry our token', { provider: 'token', ...accepted }, undefined],
    [
      'are the attempt, also while its outcome is unknown',
      { provider: 'attempt', state: 'unknown' },
      'attempt-1',
    ],
    ['are not told of a call that was never made', { provider: 'attempt', calledAt: null }, undefined],
    ["are the provider's id", { provider: 'provider-id', ...accepted }, 'X-1'],
    ['are not known before the provider says them', { provider: 'provider-id', state: 'unknown' }, undefined],
    [
      'are not told where no fact can carry them',
      { provider: 'provider-id', providerMessageId: 'x'.repeat(257) },
      undefined,
    ],
  ])('%s', (_, about, reference) => {
    const fact = told([attempt(about)]);
    expect(fact.references?.map((named) => named.reference)).toEqual(
      reference === undefined ? undefined : [reference],
    );
    expect(fact.matched).toBe(reference === undefined ? undefined : 'reference');
  });
});

describe('what else is told', () => {
  it('whom it came from, of the attempt that was accepted', () => {
    const failed = attempt({ state: 'failed', sender: '+4670' });
    expect(told([failed, attempt({ sender: 'agent' })]).sender).toBe('agent');
    expect(told([attempt({ sender: '+4670', calledAt: null, state: 'uncalled' })]).sender).toBeUndefined();
  });

  it('contact points in trouble, but for those that another provider reached', () => {
    const dead = { state: 'failed', trouble: 'dead', reason: 'PROVIDER_REFUSED: gone' } as const;
    const other = attempt({ contactPoint: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d21' });
    expect(told([attempt(dead), other]).troubles).toEqual([
      { contactPoint: POINT, trouble: 'dead', reason: 'PROVIDER_REFUSED: gone' },
    ]);
    expect(told([attempt(dead), attempt({})]).troubles).toBeUndefined();
    expect(told([attempt(dead)], { ...MESSAGE, erased: true }).troubles).toBeUndefined();
  });
});

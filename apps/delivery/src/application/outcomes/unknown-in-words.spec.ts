import type { Purpose } from '@hermod/contracts';
import type { Provider, ProviderClass } from '@hermod/providers';
import { expect, it } from 'vitest';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { unknownInWords } from './unknown-in-words.ts';

const NOW = new Date('2026-11-22T09:00:00Z');

interface Told {
  readonly kind?: ProviderClass | 'gone';
  readonly reason?: string;
  /** Of the message, where it differs from the attempt's. */
  readonly cause?: string;
  readonly purpose?: Purpose;
  readonly withdrawn?: boolean;
  readonly resent?: boolean;
  readonly secondsAgo?: number;
}

function told({
  kind = 'at-most-once',
  reason = 'PROVIDER_TIMEOUT: late',
  resent = false,
  ...more
}: Told): string {
  const calledAt = new Date(NOW.getTime() - (more.secondsAgo ?? 1) * 1_000);
  const first = { id: 'a', provider: 'acme', state: 'unknown', resends: null, calledAt, reason } as Attempt;
  const attempts = resent ? [first, { ...first, id: 'b', resends: 'a' }] : [first];
  const { purpose = 'transactional', withdrawn = false, cause } = more;
  const provider = { class: kind, keyLifeMs: 60_000, timeoutMs: 1_000 } as unknown as Provider;
  const message = { purpose, withdrawn, reason: cause } as Message;
  return unknownInWords(message, attempts, () => (kind === 'gone' ? undefined : provider), NOW);
}

it('the code stays first, then come what happened, that nobody knows, and what follows', () => {
  expect(told({})).toBe(
    'PROVIDER_TIMEOUT: late; no answer came in time, so nobody knows whether it was sent: ' +
      'it is not sent again, because acme would send a second one; a receipt settles it',
  );
});

it.each([
  ['PROVIDER_CONNECTION_LOST: ECONNRESET', 'the connection broke during the call'],
  ['PROVIDER_FAILED: HTTP 500', 'the provider answered with an error'],
  ['PROVIDER_ANSWER_UNREADABLE: HTTP 200', "the provider's answer could not be read"],
  ['INSTANCE_LOST: it is gone', 'the process that made the call was lost'],
  ['REPEAT_REFUSED: PROVIDER_REFUSED: no', 'the first call brought no answer and its repeat was refused'],
  ['PROVIDER_THROTTLED: slow; down', 'the call brought no answer that says so'],
])('%s is told as: %s', (reason, words) => {
  const [, after] = told({ reason }).split('; ');
  expect(after).toBe(
    `${words}, so nobody knows whether it was sent: it is not sent again, because acme would send a second one`,
  );
});

it.each<[string, Told, string]>([
  [
    'a critical message that was sent once more',
    { purpose: 'critical', resent: true },
    'sent once more, because it is critical',
  ],
  [
    'a critical message that was withdrawn before',
    { purpose: 'critical', withdrawn: true },
    'no longer wanted',
  ],
  ['a critical message whose time is over', { purpose: 'critical' }, 'the time for it is over'],
  [
    'a key that has ended',
    { kind: 'idempotent', secondsAgo: 60 },
    'would not take that as a repeat any more',
  ],
  ['a repeat that came too late', { kind: 'repeatable' }, 'the time for it is over'],
  ['what is still looked up', { kind: 'look-up' }, 'acme is asked until it says what became of it'],
  ['what was looked up in vain', { kind: 'look-up', secondsAgo: 3_600 }, 'could not say what became of it'],
  ['a provider that is gone', { kind: 'gone' }, 'no longer configured'],
  [
    'the end of the hand-over',
    { cause: 'NOT_HANDED_OVER_IN_TIME: late' },
    'NOT_HANDED_OVER_IN_TIME: late; no answer',
  ],
])('of %s it is said', (_, about, words) => {
  expect(told(about)).toContain(words);
});

import { FLOW } from '@hermod/contracts';
import { expect, it } from 'vitest';
import { inReadingOrder } from './reading-order.ts';

it('what recipients are is handled before what happens to them, and the rest as it flows', () => {
  const { consentChanged, domainEvents, messageAttempted, recipientChanged } = FLOW;
  const mixed = [consentChanged, domainEvents, recipientChanged, messageAttempted];
  expect(mixed.toSorted(inReadingOrder)).toEqual([
    recipientChanged,
    domainEvents,
    messageAttempted,
    consentChanged,
  ]);
});

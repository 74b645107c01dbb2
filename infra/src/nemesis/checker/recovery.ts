import type { Evidence } from '../evidence.ts';
import type { Invariant } from './invariant.ts';

const RECOVERS_WITHIN_MS = 60_000;
/** A mail server that puts a mail off is asked again a minute later (RFC 6647, section 5), or the mail expires meanwhile. */
const PUT_OFF_FOR_MS = 60_000;

/** The time from the last fault to nothing left to do. */
export const recovery: Invariant = {
  name: 'recovery',
  says: 'nothing is left to do within 60 s of the end of the last fault, and of the minute for which a mail was put off',
  check(evidence) {
    const { quietAt } = evidence;
    if (quietAt === undefined) return { tested: 1, breaches: [{ words: 'it never came to rest' }] };
    const tookMs = quietAt - troubledUntil(evidence);
    const breaches = tookMs > RECOVERS_WITHIN_MS ? [{ words: `it took ${tookMs} ms to come to rest` }] : [];
    return { tested: 1, breaches };
  },
};

function troubledUntil({ lastFaultAt, calls }: Evidence): number {
  return calls
    .filter(
      ({ provider, outcome }) => provider === 'smtp' && (outcome === 'throttled' || outcome === 'error'),
    )
    .reduce((until, { receivedAt }) => Math.max(until, receivedAt + PUT_OFF_FOR_MS), lastFaultAt);
}

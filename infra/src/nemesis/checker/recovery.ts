import type { Invariant } from './invariant.ts';

const RECOVERS_WITHIN_MS = 60_000;

/** The time from the last fault to nothing left to do. */
export const recovery: Invariant = {
  name: 'recovery',
  says: 'nothing is left to do within 60 s of the end of the last fault',
  check({ quietAt, lastFaultAt }) {
    if (quietAt === undefined) return { tested: 1, breaches: [{ words: 'it never came to rest' }] };
    const tookMs = quietAt - lastFaultAt;
    const breaches = tookMs > RECOVERS_WITHIN_MS ? [{ words: `it took ${tookMs} ms to come to rest` }] : [];
    return { tested: 1, breaches };
  },
};

import type { Remainder } from '../evidence.ts';
import type { Breach, Invariant } from './invariant.ts';

const WORDS: Readonly<Record<keyof Remainder, string>> = {
  queued: 'rows in delivery’s queue',
  timers: 'timers of runs',
  outbox: 'rows in outboxes',
  started: 'attempts under way',
  unread: 'records unread',
};

/** When all is over, nothing is left to do. */
export const nothingStuck: Invariant = {
  name: 'nothing-stuck',
  says: 'in the end nothing is queued, started, unsent, unread or waiting for a timer',
  check({ left, attempts, quietAt }) {
    const counted = Object.keys(WORDS) as (keyof Remainder)[];
    const rest: Breach[] = counted
      .filter((what) => left[what] !== 0)
      .map((what) => ({ words: `${left[what]} ${WORDS[what]} are left` }));
    const started = attempts
      .filter(({ state }) => state === 'started')
      .map(({ id, message }): Breach => ({ words: `attempt ${id} is still started`, message }));
    const unquiet: Breach[] = quietAt === undefined ? [{ words: 'it never came to rest' }] : [];
    return { tested: counted.length + attempts.length + 1, breaches: [...unquiet, ...rest, ...started] };
  },
};

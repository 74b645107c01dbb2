import type { FaultRecord } from '../evidence.ts';
import { type AcceptedCall, callsByAddress, isAccepted, isUnclear } from './calls.ts';
import { wasInterrupted } from './faults-under-way.ts';
import type { Breach, Invariant } from './invariant.ts';

/** Nobody gets the same message twice where the provider's class promises that. */
export const noDouble: Invariant = {
  name: 'no-double',
  says: 'no message is accepted twice for one address where the class promises it, nor repeated without a reason',
  check(evidence) {
    const promised = callsByAddress(evidence)
      .map((handOver) => ({ ...handOver, calls: handOver.calls.filter(isAccepted) }))
      // At most once has an invariant of its own.
      .filter(({ calls }) => calls.length > 0 && calls.every((call) => call.class !== 'at-most-once'));
    const breaches = promised.flatMap(({ message, calls }): Breach[] => {
      const words = whatIsDoubled(calls, evidence.faults);
      return words === undefined ? [] : [{ words: `message ${message} ${words}`, message }];
    });
    return { tested: promised.length, breaches };
  },
};

function whatIsDoubled(calls: readonly AcceptedCall[], faults: readonly FaultRecord[]): string | undefined {
  if (calls.length === 1) return undefined;
  const providers = [...new Set(calls.map(({ provider }) => provider))].join(' and ');
  if (!calls.every((call) => call.class === 'repeatable'))
    return `was accepted ${calls.length} times by ${providers}`;
  // The handset shows a repeat once, but it is paid for: only what may have been lost is called again.
  const idle = calls.slice(0, -1).filter((call, index) => !mayBeLost(call, calls[index + 1]!, faults));
  return idle.length === 0 ? undefined : `was repeated ${idle.length} times by ${providers} without a reason`;
}

function mayBeLost(call: AcceptedCall, next: AcceptedCall, faults: readonly FaultRecord[]): boolean {
  return isUnclear(call) || wasInterrupted(faults, call.receivedAt, next.receivedAt);
}

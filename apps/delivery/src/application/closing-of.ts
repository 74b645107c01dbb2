import type { HandOverResult, NotFound } from '@hermod/providers';
import type { Attempt, Closing } from '../storage/attempts.ts';

/** What a call says of its attempt. */
export type AttemptEnd = Pick<Closing, 'state' | 'providerMessageId' | 'reason'>;

/**
 * How an attempt stands after its call, its look-up, or the decision not to open it. A repeat that was not taken says
 * nothing of the call before: that one may have arrived, so the attempt stays unknown and keeps its key.
 */
export function closingOf(result: HandOverResult | NotFound | 'not-opened', attempt: Attempt): AttemptEnd {
  const isRepeat = attempt.calledAt !== null;
  if (result === 'not-opened') {
    const reason = 'NOT_OPENED: the view was too old, or the lease was lost';
    return { state: isRepeat ? 'unknown' : 'uncalled', reason };
  }
  switch (result.outcome) {
    case 'accepted': {
      const { providerMessageId } = result;
      return { state: 'accepted', ...(providerMessageId === undefined ? {} : { providerMessageId }) };
    }
    case 'refused':
      return { state: 'failed', reason: `${result.code}: ${result.reason}` };
    case 'not-found':
      return { state: 'retry', reason: 'NOT_FOUND: the provider has never seen it' };
    case 'retry':
      return { state: isRepeat ? 'unknown' : 'retry', reason: `${result.code}: ${result.reason}` };
    case 'unknown':
      return { state: 'unknown', reason: `${result.code}: ${result.reason}` };
  }
}

import type { HandOverResult, NotFound, Refused } from '@hermod/providers';
import type { Attempt, Closing } from '../../storage/attempts.ts';

/** What a call says of its attempt. */
export type AttemptEnd = Pick<Closing, 'state' | 'providerMessageId' | 'reason' | 'sender' | 'trouble'>;

/** Stands before the reason of an attempt whose repeat was refused for good. */
export const REPEAT_REFUSED = 'REPEAT_REFUSED';
/** Stands before the reason of an attempt that was found by its reference. */
export const FOUND_BY_LOOK_UP = 'FOUND_BY_LOOK_UP';

/**
 * How an attempt stands after its call, its look-up, or the decision not to open it. A repeat that was not taken says
 * nothing of the call before: that one may have arrived, so the attempt stays unknown and keeps its key.
 */
export function closingOf(
  result: HandOverResult | NotFound | 'not-opened',
  attempt: Attempt,
  act: 'call' | 'look-up' = 'call',
): AttemptEnd {
  const isRepeat = attempt.calledAt !== null;
  if (result === 'not-opened') {
    if (isRepeat) return { state: 'unknown', ...(attempt.reason === null ? {} : { reason: attempt.reason }) };
    return { state: 'uncalled', reason: 'NOT_OPENED: the view was too old, or the lease was lost' };
  }
  switch (result.outcome) {
    case 'accepted': {
      const { providerMessageId, sender } = result;
      return {
        state: 'accepted',
        ...(sender === undefined ? {} : { sender }),
        ...(providerMessageId === undefined ? {} : { providerMessageId }),
        ...(act === 'look-up' ? { reason: `${FOUND_BY_LOOK_UP}: the provider was asked, and has it` } : {}),
      };
    }
    case 'refused': {
      const reason = `${result.code}: ${result.reason}`;
      return isRepeat
        ? { state: 'unknown', reason: `${REPEAT_REFUSED}: ${reason}` }
        : { state: 'failed', reason, ...troubleOf(result) };
    }
    case 'not-found':
      return { state: 'retry', reason: 'NOT_FOUND: the provider has never seen it' };
    case 'retry':
      return { state: isRepeat ? 'unknown' : 'retry', reason: `${result.code}: ${result.reason}` };
    case 'unknown':
      return { state: 'unknown', reason: `${result.code}: ${result.reason}` };
  }
}

/** That a person has opted out is told by itself: it is no fault of the contact point. */
function troubleOf({ contactPoint }: Refused): Pick<AttemptEnd, 'trouble'> {
  return contactPoint === undefined || contactPoint === 'opted-out' ? {} : { trouble: contactPoint };
}

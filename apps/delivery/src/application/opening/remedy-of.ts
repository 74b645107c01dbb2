import type { Provider } from '@hermod/providers';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { REPEAT_REFUSED } from '../outcomes/closing-of.ts';

/**
 * What may be done about an unknown attempt. `repeat`: the same call again. `look-up`: ask, send nothing.
 * `resend`: once more, at the risk of a double.
 */
export type Remedy = 'repeat' | 'look-up' | 'resend';

/** A repeat reaches the provider within this time of its last look and within the call's own deadline. */
const ON_ITS_WAY_MS = 2_000;
/** Who can't say by now what became of a call won't ever; the time for any hand-over is over as well. */
const LOOK_UP_FOR_MS = 3_600_000;

/**
 * What may be done about an attempt whose outcome is unknown, by the class of its provider; undefined when nothing
 * may, so that only a receipt can settle it.
 */
export function remedyOf(
  { purpose }: Pick<Message, 'purpose'>,
  attempt: Attempt,
  provider: Provider | undefined,
  now: Date,
): Remedy | undefined {
  if (attempt.state !== 'unknown' || provider === undefined || wasRefusedAgain(attempt)) return undefined;
  const sinceCallMs = sinceCallMsOf(attempt, now);
  switch (provider.class) {
    case 'look-up':
      return sinceCallMs < LOOK_UP_FOR_MS ? 'look-up' : undefined;
    case 'idempotent': {
      // After the key's life the same call would be a new message.
      const endsAfterMs = (provider.keyLifeMs ?? 0) - provider.timeoutMs - ON_ITS_WAY_MS;
      return sinceCallMs < endsAfterMs ? 'repeat' : undefined;
    }
    case 'repeatable':
      return 'repeat';
    case 'at-most-once':
      return purpose === 'critical' && attempt.resends === null ? 'resend' : undefined;
  }
}

/** The provider's longest delay until a message can be found; a look-up before it proves nothing. In milliseconds. */
export function lookUpAfterMs(provider: Provider): number {
  return provider.lookUpAfterMs ?? 2 * provider.timeoutMs;
}

/** How long ago an attempt was called first, in milliseconds. */
export function sinceCallMsOf({ calledAt }: Attempt, now: Date): number {
  return now.getTime() - (calledAt ?? now).getTime();
}

/** A repeat was refused for good: asking once more brings the same, and says nothing of the first call. */
function wasRefusedAgain({ reason }: Attempt): boolean {
  return reason?.startsWith(`${REPEAT_REFUSED}: `) === true;
}

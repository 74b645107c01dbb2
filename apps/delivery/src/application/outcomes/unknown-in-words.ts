import type { AttemptOutcome } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { REPEAT_REFUSED } from './closing-of.ts';
import { remedyOf } from '../opening/remedy-of.ts';

/** The reason to tell with an outcome: as it is, but for unknown ones, which are told in words. */
export function reasonToTell(
  outcome: AttemptOutcome,
  message: Message,
  attempts: readonly Attempt[],
  providerOf: (id: string) => Provider | undefined,
  now: Date,
): string | undefined {
  return outcome === 'unknown' ? unknownInWords(message, attempts, providerOf, now) : message.reason;
}

/**
 * Tells people of an unknown outcome: the code and words of what happened, that nobody knows whether the message was
 * sent, and what follows from it.
 *
 * @param message its reason is what happened
 */
export function unknownInWords(
  message: Message,
  attempts: readonly Attempt[],
  providerOf: (id: string) => Provider | undefined,
  now: Date,
): string {
  const unknown = attempts.findLast(({ state }) => state === 'unknown');
  const cause = message.reason ?? unknown?.reason ?? 'UNKNOWN: no outcome was recorded';
  if (unknown === undefined) return cause;
  const next = nextOf(message, unknown, attempts, providerOf(unknown.provider), now);
  return `${onOneClause(cause)}; ${happenedOf(unknown.reason)}, so nobody knows whether it was sent: ${next}`;
}

const HAPPENED: Readonly<Record<string, string>> = {
  PROVIDER_TIMEOUT: 'no answer came in time',
  PROVIDER_CONNECTION_LOST: 'the connection broke during the call',
  PROVIDER_FAILED: 'the provider answered with an error',
  PROVIDER_ANSWER_UNREADABLE: "the provider's answer could not be read",
  INSTANCE_LOST: 'the process that made the call was lost',
  [REPEAT_REFUSED]: 'the first call brought no answer and its repeat was refused',
};

/** What happened, by the code before an attempt's reason. */
function happenedOf(reason: string | null): string {
  const [code = ''] = reason?.split(':') ?? [];
  return HAPPENED[code] ?? 'the call brought no answer that says so';
}

/** The words for people follow the first semicolon, so providers' words must have none. */
function onOneClause(cause: string): string {
  return cause.replaceAll(';', ',');
}

function nextOf(
  message: Message,
  unknown: Attempt,
  attempts: readonly Attempt[],
  provider: Provider | undefined,
  now: Date,
): string {
  const name = unknown.provider;
  if (provider === undefined) return `it is not sent again, because ${name} is no longer configured`;
  const remedy = remedyOf(message, unknown, provider, now);
  if (remedy === 'look-up') return `it is not sent again; ${name} is asked until it says what became of it`;
  if (remedy !== undefined)
    return message.withdrawn
      ? 'it is not sent again, because it is no longer wanted'
      : 'it is not sent again, because the time for it is over';
  switch (provider.class) {
    case 'at-most-once':
      return attempts.some(({ resends }) => resends !== null)
        ? 'it was sent once more, because it is critical, and is not again; a receipt settles it'
        : `it is not sent again, because ${name} would send a second one; a receipt settles it`;
    case 'look-up':
      return `it is not sent again, because ${name} could not say what became of it`;
    default:
      return `it is not sent again, because ${name} would not take that as a repeat any more`;
  }
}

import { covers, type ContactPoint } from '@hermod/contracts';
import type { Message } from '../../storage/messages.ts';
import type { OptOut } from '../../storage/opt-outs.ts';

/** Whether a message may still be handed over; if not, how it ends. */
export type LastLook =
  | { readonly open: true }
  | { readonly open: false; readonly outcome: 'withdrawn' | 'expired' | 'deferred'; readonly reason: string };

/**
 * The last look before a hand-over, in the transaction that writes the attempts: withdrawn? opted out since?
 * expired? Pure; `hashOf` is the HMAC under which a STOP names its number.
 */
export function decideLastLook(
  message: Message,
  optOuts: readonly OptOut[],
  hashOf: (address: string) => string,
  now: Date,
): LastLook {
  const { intent, contactPoints, until } = message.permission;
  if (message.withdrawn) return { open: false, outcome: 'withdrawn', reason: 'WITHDRAWN' };
  // Whoever writes STOP or HELP is answered once, also where the number gets nothing else.
  const answers = message.permission.answersText === true;
  const against = optOuts.find(
    (optOut) => !answers && isAgainst(optOut, optOuts, message, contactPoints, hashOf),
  );
  if (against !== undefined)
    return { open: false, outcome: 'withdrawn', reason: 'OPTED_OUT: since it was permitted' };
  if (now >= new Date(intent.expiresAt))
    return { open: false, outcome: 'expired', reason: 'EXPIRED: the message is worth nothing any more' };
  if (now >= new Date(until))
    return { open: false, outcome: 'deferred', reason: 'PERMISSION_ENDED: the permitted window has closed' };
  if (now >= message.handOverBy)
    return { open: false, outcome: 'expired', reason: 'NOT_HANDED_OVER_IN_TIME: no provider took it' };
  return { open: true };
}

function isAgainst(
  optOut: OptOut,
  all: readonly OptOut[],
  { channel, purpose, decidedAt, permission }: Message,
  contactPoints: readonly ContactPoint[],
  hashOf: (address: string) => string,
): boolean {
  if (optOut.lifts) return false;
  if (optOut.addressHash !== undefined) {
    const stopped = contactPoints.filter(({ address }) => hashOf(address) === optOut.addressHash);
    return (
      optOut.scope.channels.includes(channel) &&
      stopped.some(({ id }) => !all.some((other) => isLiftedBy(other, optOut, id)))
    );
  }
  const { contactPoint } = optOut.scope;
  if (contactPoint !== undefined && !contactPoints.some(({ id }) => id === contactPoint)) return false;
  // What consent already knew when it decided is not news.
  return optOut.at > decidedAt && covers(optOut.scope, { channel, purpose, topic: permission.intent.topic });
}

/** A START lifts the older STOPs of the number that it came from. */
function isLiftedBy({ lifts, at, scope }: OptOut, stop: OptOut, contactPoint: string): boolean {
  return lifts && at > stop.at && (scope.contactPoint === undefined || scope.contactPoint === contactPoint);
}

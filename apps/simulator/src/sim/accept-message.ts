import { randomUUID } from 'node:crypto';
import type { Accept, Acceptance } from '../calls/play-call.ts';
import type { Outgoing } from '../webhooks/post.ts';
import type { World } from '../world.ts';
import type { AcceptedMessage, AcceptedMessages } from './accepted-messages.ts';
import { taken } from './sim-answers.ts';
import { phoneOf, textOf, type SimMessage } from './sim-message.ts';
import { simReceipt, type SimReceipt } from './sim-receipt.ts';

/** Idempotent mode: what was accepted under the key before is answered again, and nothing else happens. */
export function acceptOnce(
  world: World,
  accepted: AcceptedMessages,
  message: SimMessage,
  key: string,
): Accept {
  return (at, isUndelivered) => {
    const before = accepted.underKey(key);
    if (before) return { providerId: before.id, answer: taken(before), receipts: [], isRepeat: true };
    const { entry, acceptance } = acceptNew(world, message, at, isUndelivered);
    accepted.keepUnderKey(key, entry);
    return acceptance;
  };
}

/** Look-up mode: every call is a message; it can be found by its reference later. */
export function acceptEach(world: World, accepted: AcceptedMessages, message: SimMessage): Accept {
  return (at, isUndelivered) => {
    const { entry, acceptance } = acceptNew(world, message, at, isUndelivered);
    if (entry.reference !== null) accepted.keepUnderReference(entry.reference, entry);
    return acceptance;
  };
}

function acceptNew(
  world: World,
  message: SimMessage,
  at: Date,
  isUndelivered: boolean,
): { entry: AcceptedMessage; acceptance: Acceptance } {
  const entry: AcceptedMessage = { id: randomUUID(), reference: message.reference ?? null, acceptedAt: at };
  const report = (status: SimReceipt['status'], when: Date): Outgoing | undefined =>
    message.callbackUrl === undefined
      ? undefined
      : simReceipt(world.settings.simSecret, message.callbackUrl, {
          id: entry.id,
          reference: entry.reference,
          status,
          at: when.toISOString(),
        });
  if (!isUndelivered) show(world, message, entry, (when) => report('opened', when));
  const receipt = report(isUndelivered ? 'undelivered' : 'delivered', at);
  return {
    entry,
    acceptance: { providerId: entry.id, answer: taken(entry), receipts: receipt ? [receipt] : [] },
  };
}

function show(
  world: World,
  message: SimMessage,
  entry: AcceptedMessage,
  reportOpened: (at: Date) => Outgoing | undefined,
): void {
  const title = message.channel === 'push' ? message.content?.title : undefined;
  world.phones.receive(phoneOf(message.to), {
    channel: message.channel,
    provider: 'sim',
    messageId: entry.reference ?? entry.id,
    text: textOf(message),
    ...(title === undefined ? {} : { title }),
    receivedAt: entry.acceptedAt.toISOString(),
    reportOpened,
  });
}

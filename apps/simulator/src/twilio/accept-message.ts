import type { Acceptance } from '../calls/play-call.ts';
import { mediaTypeOf } from '../media/pictures.ts';
import type { Arrival } from '../phones/phone.ts';
import type { World } from '../world.ts';
import type { Account } from './account.ts';
import { failureOf } from './fate-of.ts';
import { type Between, type Carrier, carryTo, newSid, tappedPost } from './inbound.ts';
import type { MessageRequest } from './message-request.ts';
import { messageResource } from './message-resource.ts';
import { firstCallbacks, type StatusCallback, statusCallback } from './status-callbacks.ts';
import { UNREACHABLE_HANDSET } from './twilio-errors.ts';

/** A message that an account ordered. */
export interface Ordered {
  readonly message: MessageRequest;
  readonly account: Account;
}

/** Takes a message: shows it on its phone unless it fails on the way, and says what Twilio answers and reports. */
export function acceptMessage(
  world: World,
  carrier: Carrier,
  { message, account }: Ordered,
  at: Date,
  isUndelivered: boolean,
): Acceptance {
  const sid = newSid(message.mediaUrls.length > 0 ? 'MM' : 'SM');
  const callback = statusCallback(message, account, sid);
  const failure = isUndelivered ? UNREACHABLE_HANDSET : failureOf(message);
  if (failure === undefined) {
    const between = { phone: message.phone, sender: message.from, account };
    world.phones.receive(message.phone, {
      ...arrivalOf(message, sid, at),
      ...reactionsOf(message, callback, inboundUrl(world.settings.publicUrl), between),
      carryReply: carryTo(inboundUrl(world.settings.publicUrl), carrier, between),
    });
  }
  return {
    providerId: sid,
    answer: { status: 201, body: messageResource(message, account.sid, sid, at) },
    receipts: firstCallbacks(callback, failure),
  };
}

/** Where Twilio posts what people answer. */
export function inboundUrl(publicUrl: string): string {
  return `${publicUrl}/webhooks/twilio`;
}

function arrivalOf(message: MessageRequest, sid: string, at: Date): Arrival {
  const { channel, body, from, mediaUrls, actions } = message;
  const media = mediaUrls.map((url) => {
    const contentType = mediaTypeOf(url);
    return { url, ...(contentType === undefined ? {} : { contentType }) };
  });
  return {
    channel,
    provider: 'twilio',
    messageId: referenceIn(message.statusCallback) ?? sid,
    text: body,
    from,
    ...(media.length > 0 ? { media } : {}),
    ...(actions.length > 0
      ? { suggestions: actions.map(({ title }) => ({ text: title, does: 'reply' })) }
      : {}),
    receivedAt: at.toISOString(),
  };
}

/** Only RCS tells when a message was read, and has chips. */
function reactionsOf(
  { channel, actions }: MessageRequest,
  callback: StatusCallback,
  webhookUrl: string,
  between: Between,
): Pick<Arrival, 'reportOpened' | 'reportTapped'> {
  if (channel !== 'rcs') return {};
  return {
    reportOpened: () => callback('read'),
    reportTapped: (index) => {
      const chip = actions[index];
      return chip === undefined ? undefined : tappedPost(webhookUrl, between, chip);
    },
  };
}

/**
 * Twilio carries no reference of the caller; what comes closest is `message` in the query of the callback URL
 * (and, for the ledger, that URL as a whole).
 */
export function referenceIn(statusCallback: string | null): string | undefined {
  if (statusCallback === null) return undefined;
  return URL.parse(statusCallback)?.searchParams.get('message') ?? undefined;
}

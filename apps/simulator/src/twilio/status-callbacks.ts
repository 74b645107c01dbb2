import type { Outgoing } from '../webhooks/post.ts';
import type { Account } from './account.ts';
import type { MessageRequest } from './message-request.ts';
import { twilioPost } from './webhook.ts';

/** Codes of messages that Twilio gives up before it has sent anything. */
const NEVER_SENT: ReadonlySet<string> = new Set(['12300', '11751']);

/** Makes a status callback of one message; undefined where its sender wants none. */
export type StatusCallback = (status: string, errorCode?: string) => Outgoing | undefined;

/** The status callbacks of a message. Those of RCS say so. */
export function statusCallback(message: MessageRequest, account: Account, sid: string): StatusCallback {
  const url = message.statusCallback;
  return (status, errorCode) => {
    if (url === null) return undefined;
    return twilioPost(account.authToken, url, {
      AccountSid: account.sid,
      ApiVersion: '2010-04-01',
      From: message.from,
      MessageSid: sid,
      MessageStatus: status,
      ...(message.messagingServiceSid === null ? {} : { MessagingServiceSid: message.messagingServiceSid }),
      SmsSid: sid,
      SmsStatus: status,
      To: message.to,
      ...(message.channel === 'rcs'
        ? { ChannelPrefix: 'rcs', ChannelToAddress: message.phone, EventType: status.toUpperCase() }
        : {}),
      ...(errorCode === undefined ? {} : { ErrorCode: errorCode }),
    });
  };
}

/**
 * What is reported of a message at once, in order: `sent`, then `delivered` or `undelivered`; or that it `failed`. The
 * initial status has no callback. Source: Twilio's "Outbound message status in status callbacks".
 */
export function firstCallbacks(callback: StatusCallback, failure: string | undefined): readonly Outgoing[] {
  const all =
    failure === undefined
      ? [callback('sent'), callback('delivered')]
      : NEVER_SENT.has(failure)
        ? [callback('failed', failure)]
        : [callback('sent'), callback('undelivered', failure)];
  return all.filter((one) => one !== undefined);
}

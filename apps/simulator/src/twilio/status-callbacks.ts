import type { Outgoing } from '../webhooks/post.ts';
import type { Account } from './account.ts';
import type { SmsRequest } from './sms-request.ts';
import { UNREACHABLE_HANDSET } from './twilio-errors.ts';
import { twilioPost } from './webhook.ts';

/**
 * The status callbacks of a message in their order: `sent`, then `delivered` or `undelivered`. The initial status
 * has none. Source: Twilio's "Outbound message status in status callbacks".
 */
export function statusCallbacks(
  sms: SmsRequest,
  account: Account,
  sid: string,
  isUndelivered: boolean,
): readonly Outgoing[] {
  const url = sms.statusCallback;
  if (url === null) return [];
  const callback = (status: string, more: Readonly<Record<string, string>> = {}) =>
    twilioPost(account.authToken, url, {
      AccountSid: account.sid,
      ApiVersion: '2010-04-01',
      From: sms.from,
      MessageSid: sid,
      MessageStatus: status,
      ...(sms.messagingServiceSid === null ? {} : { MessagingServiceSid: sms.messagingServiceSid }),
      SmsSid: sid,
      SmsStatus: status,
      To: sms.to,
      ...more,
    });
  const end = isUndelivered
    ? callback('undelivered', { ErrorCode: UNREACHABLE_HANDSET })
    : callback('delivered');
  return [callback('sent'), end];
}

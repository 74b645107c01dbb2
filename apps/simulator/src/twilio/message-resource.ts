import type { MessageRequest } from './message-request.ts';
import { countSegments } from './segments.ts';

/** The message resource that answers `Messages.json`. Source: Twilio's "Messages resource". */
export function messageResource(message: MessageRequest, accountSid: string, sid: string, at: Date) {
  const path = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  const isPooled = message.messagingServiceSid !== null;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(at),
    date_sent: null,
    date_updated: rfc2822(at),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: isPooled ? null : message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.mediaUrls.length),
    // Of a pool's message Twilio doesn't know the sender yet, and with it neither segments nor price.
    num_segments: isPooled ? '0' : String(countSegments(message.body)),
    price: null,
    price_unit: 'USD',
    sid,
    status: isPooled ? 'accepted' : 'queued',
    subresource_uris: { media: `${path}/Media.json` },
    to: message.to,
    uri: `${path}.json`,
  };
}

/** Such as `Sun, 22 Nov 2026 09:00:00 +0000`. */
function rfc2822(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}

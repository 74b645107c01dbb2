import { randomBytes } from 'node:crypto';
import type { Arrival, CarryReply } from '../phones/phone.ts';
import type { Account } from './account.ts';
import type { OptOuts } from './opt-outs.ts';
import { countSegments } from './segments.ts';
import { twilioPost } from './webhook.ts';

/** A new sid such as `SM` and 32 hex digits. */
export function newSid(): string {
  return `SM${randomBytes(16).toString('hex')}`;
}

/** Twilio between phones and senders. */
export interface Carrier {
  readonly optOuts: OptOuts;
  /** Shows on a phone what Twilio answers by itself. */
  readonly show: (phone: string, arrival: Arrival) => void;
}

/**
 * How a text travels from a phone to one of an account's senders: Twilio looks for a keyword, then posts it to the
 * webhook of the sender. Source: Twilio's "Webhook request" for incoming messages.
 */
export function carryTo(
  webhookUrl: string,
  carrier: Carrier,
  between: { readonly phone: string; readonly sender: string; readonly account: Account },
): CarryReply {
  const { phone, sender, account } = between;
  return (text, at) => {
    const sid = newSid();
    const heard = carrier.optOuts.hear(phone, sender, text);
    if (heard !== undefined) {
      const message = { channel: 'sms' as const, provider: 'twilio', messageId: newSid(), from: sender };
      carrier.show(phone, { ...message, text: heard.answer, receivedAt: at.toISOString() });
    }
    return twilioPost(account.authToken, webhookUrl, {
      AccountSid: account.sid,
      ApiVersion: '2010-04-01',
      Body: text,
      From: phone,
      MessageSid: sid,
      NumMedia: '0',
      NumSegments: String(countSegments(text)),
      ...(heard?.optOutType === undefined ? {} : { OptOutType: heard.optOutType }),
      SmsMessageSid: sid,
      SmsSid: sid,
      SmsStatus: 'received',
      To: sender,
    });
  };
}

import { randomBytes } from 'node:crypto';
import type { Arrival, CarryReply } from '../phones/phone.ts';
import type { Outgoing } from '../webhooks/post.ts';
import type { Account } from './account.ts';
import type { OptOuts } from './opt-outs.ts';
import { countSegments } from './segments.ts';
import { twilioPost } from './webhook.ts';

/** A new sid such as `SM` and 32 hex digits; those of messages with media begin with `MM`. */
export function newSid(prefix: 'SM' | 'MM' = 'SM'): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** Twilio between phones and senders. */
export interface Carrier {
  readonly optOuts: OptOuts;
  /** Shows on a phone what Twilio answers by itself. */
  readonly show: (phone: string, arrival: Arrival) => void;
}

/** A phone and a sender of an account; on RCS the sender is an agent behind `rcs:`. */
export interface Between {
  readonly phone: string;
  readonly sender: string;
  readonly account: Account;
}

/** A tapped chip. */
export interface TappedChip {
  readonly title: string;
  readonly id: string;
}

/**
 * How a text travels from a phone to one of an account's senders: Twilio looks for a keyword, then posts it to the
 * webhook of the sender. Source: Twilio's "Webhook request" for incoming messages.
 */
export function carryTo(webhookUrl: string, carrier: Carrier, between: Between): CarryReply {
  const { phone, sender } = between;
  return (text, at) => {
    const heard = carrier.optOuts.hear(phone, sender, text);
    if (heard !== undefined) {
      const message = {
        channel: isRcs(sender) ? ('rcs' as const) : ('sms' as const),
        provider: 'twilio',
        messageId: newSid(),
        from: sender,
      };
      carrier.show(phone, { ...message, text: heard.answer, receivedAt: at.toISOString() });
    }
    const optOut = heard?.optOutType === undefined ? {} : { OptOutType: heard.optOutType };
    return inboundPost(webhookUrl, between, text, optOut);
  };
}

/** A tapped chip arrives as a text with what stands on it, and with its payload. */
export function tappedPost(webhookUrl: string, between: Between, { title, id }: TappedChip): Outgoing {
  return inboundPost(webhookUrl, between, title, {
    ButtonPayload: id,
    ButtonText: title,
    MessageType: 'button',
  });
}

function inboundPost(
  webhookUrl: string,
  { phone, sender, account }: Between,
  text: string,
  more: Readonly<Record<string, string>>,
): Outgoing {
  const sid = newSid();
  return twilioPost(account.authToken, webhookUrl, {
    AccountSid: account.sid,
    ApiVersion: '2010-04-01',
    Body: text,
    From: isRcs(sender) ? `rcs:${phone}` : phone,
    MessageSid: sid,
    NumMedia: '0',
    NumSegments: String(countSegments(text)),
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    To: sender,
    ...(isRcs(sender) ? { ChannelMetadata: '{"type":"rcs","data":{}}' } : {}),
    ...more,
  });
}

const isRcs = (sender: string): boolean => sender.startsWith('rcs:');

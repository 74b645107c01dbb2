import { DEFAULT_MAX_SEGMENTS, type SmsContent } from '../content/sms-content.ts';
import { segmentSms } from '../sms/segments.ts';
import { smartEncode } from '../sms/smart-encoding.ts';
import { cameOutEmpty, unsendable } from './problems.ts';
import type { RenderedSms } from './rendered.ts';

/** Twilio, Vonage and most carriers' gateways take no more. */
export const MAX_SMS_CHARS = 1600;

/** An SMS in its smart encoding. @throws HermodError TEMPLATE_RENDER_FAILED */
export function finishSms({ text, smartEncoding = true }: Partial<SmsContent>): RenderedSms {
  if (text === undefined) throw cameOutEmpty('text');
  return { channel: 'sms', text: smartEncoding ? smartEncode(text) : text };
}

/**
 * An SMS is for what is short: each segment costs, and a person reads none of them twice.
 * @throws HermodError TEMPLATE_RENDER_FAILED
 */
export function refuseManySegments(text: string, most = DEFAULT_MAX_SEGMENTS): void {
  if (text.length > MAX_SMS_CHARS) {
    throw unsendable(
      'text',
      `it has ${text.length} characters; an SMS has at most ${MAX_SMS_CHARS}`,
      'send it by MMS or email, shorten it, or use the truncate filter',
    );
  }
  const { segments, encoding } = segmentSms(text);
  if (segments > most) {
    throw unsendable(
      'text',
      `it takes ${segments} segments in ${encoding}; this template allows ${most}`,
      'send it by MMS or email, shorten it, or raise maxSegments',
    );
  }
}

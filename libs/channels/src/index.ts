/**
 * What can be said on each channel: the content of templates, rendering, limits, segmentation, phone numbers, and
 * which signals can come back. Pure: no I/O, no clock, runs in the browser. It refuses whatever a handset or carrier
 * could not show; it knows no provider and never changes a channel.
 */
export { EmailContent } from './content/email-content.ts';
export { MmsContent } from './content/mms-content.ts';
export { PushContent } from './content/push-content.ts';
export { RcsCard, RcsContent, RcsSuggestion } from './content/rcs-content.ts';
export { DEFAULT_MAX_SEGMENTS, SmsContent } from './content/sms-content.ts';
export * from './content/template-document.ts';
export { withOpenPicture } from './links/open-picture.ts';
export { isPrivateHost } from './links/private-hosts.ts';
export * from './links/short-links.ts';
export * from './mms/media-limits.ts';
export * from './people/mask-address.ts';
export * from './people/personal-links.ts';
export * from './people/phone-number.ts';
export { compileTemplate, type CompiledTemplate, type CompileOptions } from './rendering/compile-template.ts';
export { MAX_PUSH_BYTES } from './rendering/finish-push.ts';
export { MAX_SMS_CHARS } from './rendering/finish-sms.ts';
export { fittingLocale } from './rendering/locales.ts';
export { mediaTypeOf } from './rendering/media-types.ts';
export { renderTemplate, type RenderOptions } from './rendering/render-template.ts';
export type * from './rendering/rendered.ts';
export { textOf } from './rendering/text-of.ts';
export type { OfferedReply } from './rendering/replies.ts';
export * from './senders/choose-sender.ts';
export { canReceiveAnswers, isPhoneCountry, senderAddressKind } from './senders/sender-address.ts';
export { Sender, SenderDocument, SenderFields, refineSender } from './senders/sender-document.ts';
export * from './sms/gsm7.ts';
export * from './sms/segments.ts';
export { smartEncode } from './sms/smart-encoding.ts';
export * from './signals.ts';

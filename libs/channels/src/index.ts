/**
 * What can be said on each channel: the content of templates, rendering, limits, segmentation, phone numbers, and
 * which signals can come back. Pure: no I/O, no clock, runs in the browser. It refuses whatever a handset or carrier
 * could not show; it knows no provider and never changes a channel.
 */
export * from './mask-address.ts';
export * from './personal-links.ts';
export * from './phone-number.ts';
export { compileTemplate, MAX_PUSH_BYTES, MAX_SMS_CHARS, renderTemplate } from './render.ts';
export type { CompiledTemplate, RenderedContent, RenderedPush, RenderedSms } from './render.ts';
export * from './segments.ts';
export * from './signals.ts';
export * from './template-content.ts';

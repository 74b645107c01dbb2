/**
 * Providers, a folder each with both halves: handing a message over, and verifying and reading what comes back. The
 * folders don't import each other. A provider makes one call and says precisely what may have happened; it does not
 * retry, choose, pace or record: that is delivery's.
 */
export * from './callback-token.ts';
export * from './config.ts';
export type * from './provider.ts';
export type * from './receipt-reader.ts';
export * from './answer-token.ts';
export * from './providers-of.ts';
export * from './registry.ts';
export * from './simulator-providers.ts';
export { signRbm } from './rbm/rbm-signature.ts';
export { signSimReceipt } from './sim/sim-receipts.ts';
export { signTwilio } from './twilio/twilio-signature.ts';
export type { TwilioSigned } from './twilio/twilio-signature.ts';
export { ENVELOPE_HEADER, SIGNATURE_HEADER, signInboundMail } from './smtp/inbound/mail-signature.ts';
export { signMailToken } from './smtp/mail-token.ts';

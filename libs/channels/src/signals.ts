/** Which signals a channel can report, as data: by the provider's receipts, the app, or the person's answer. */
import type { Channel, Signal } from '@hermod/contracts';

/**
 * Push: no provider reports a delivery, the app does (`POST /v1/signals`). SMS and MMS: the carrier's delivery
 * report and an answer, nothing about reading. RCS: the handset. Email: opens are weak, since proxies fetch images.
 */
const REPORTABLE: Readonly<Record<Channel, readonly Signal[]>> = {
  push: ['delivered', 'opened', 'clicked'],
  sms: ['delivered', 'replied'],
  mms: ['delivered', 'replied'],
  rcs: ['delivered', 'read', 'clicked', 'replied'],
  email: ['delivered', 'opened', 'clicked', 'replied'],
};

/** The signals that can ever come back from a message on this channel. */
export function reportableSignals(channel: Channel): readonly Signal[] {
  return REPORTABLE[channel];
}

/**
 * Whether waiting for `wanted` on this channel makes sense. Opened and read are the same thing seen by different
 * devices. A stronger signal satisfies a weaker one when it comes, yet is not what an `until` should rest on: an
 * SMS that is answered was read, but an SMS that is read says nothing.
 */
export function canReport(channel: Channel, wanted: Signal): boolean {
  const signals = REPORTABLE[channel];
  if (wanted === 'opened' || wanted === 'read') return signals.includes('opened') || signals.includes('read');
  return signals.includes(wanted);
}

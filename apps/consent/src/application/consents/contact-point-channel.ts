import type { Channel, ContactPoint } from '@hermod/contracts';

/** Of which kind a contact point has to be for a channel: a phone number serves sms, mms and rcs. */
export function contactPointChannel(channel: Channel): ContactPoint['channel'] {
  return channel === 'mms' || channel === 'rcs' ? 'sms' : channel;
}

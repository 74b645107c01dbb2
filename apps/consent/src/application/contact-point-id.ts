import { type ContactPoint, deriveId } from '@hermod/contracts';

/** Stable for recipient, channel and (normalised) address, so that storing the same again changes nothing. */
export function contactPointId(recipient: string, channel: ContactPoint['channel'], address: string): string {
  return deriveId('contact-point', recipient, channel, address);
}

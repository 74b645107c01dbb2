import { type Channel, type ContactPoint, HermodError } from '@hermod/contracts';
import type { ReachableRecipient } from '../../storage/reachable-recipients.ts';
import { contactPointChannel } from './contact-point-channel.ts';
import { normalizeAddress } from '../recipients/normalize-address.ts';

/** What a consent says about the contact point it belongs to. */
export interface Named {
  readonly channel: Channel;
  readonly state: 'given' | 'withdrawn';
  /** Address or id; undefined when the person named none. */
  readonly contactPoint: string | undefined;
}

/**
 * The id of the contact point that a consent belongs to. Unnamed, a withdrawal concerns each of the channel's
 * (undefined) and a consent the one that messages go to: the first usable. It never belongs to one that comes later.
 */
export function chooseContactPoint(
  named: Named,
  recipient: ReachableRecipient,
): string | undefined | HermodError {
  const channel = contactPointChannel(named.channel);
  if (named.contactPoint !== undefined) return findNamed(channel, named.contactPoint, recipient);
  if (named.state === 'withdrawn') return undefined;
  const usable = recipient.points.find((point) => point.channel === channel && point.isUsable);
  return usable?.id ?? noContactPoint(channel, `store one with channel ${channel} first`);
}

function findNamed(
  channel: ContactPoint['channel'],
  name: string,
  { points }: ReachableRecipient,
): string | HermodError {
  const ofChannel = points.filter((point) => point.channel === channel);
  const byId = ofChannel.find(({ id }) => id === name);
  if (byId !== undefined) return byId.id;
  let address: string;
  try {
    address = normalizeAddress(channel, name);
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    return noContactPoint(channel, error.fix ?? 'name one of theirs');
  }
  const byAddress = ofChannel.find((point) => point.address === address);
  return (
    byAddress?.id ?? noContactPoint(channel, "name one of the recipient's contact points by address or id")
  );
}

function noContactPoint(channel: string, fix: string): HermodError {
  const message = `the recipient has no such contact point for ${channel}`;
  return new HermodError('CONSENT_NO_CONTACT_POINT', message, { field: 'contactPoint', fix });
}

import type { Channel, ContactPoint } from '@hermod/contracts';
import type { Gate } from '../decision.ts';

/** A phone number serves sms, mms and rcs. */
const REACHED_AT: Readonly<Record<Channel, ContactPoint['channel']>> = {
  push: 'push',
  sms: 'sms',
  mms: 'sms',
  rcs: 'sms',
  email: 'email',
};

/**
 * Is there somewhere to send it? Push goes to every usable token, other channels to the first usable contact point
 * only: whoever refuses there isn't looked for elsewhere.
 */
export const passContactPoint: Gate = (candidate, { request, facts }) => {
  if (facts.recipient !== 'known') {
    return {
      decision: 'refused',
      of: 'recipient',
      why: { rule: `${facts.recipient}-recipient`, values: {} },
    };
  }
  const { channel } = request;
  const known = candidate.contactPoints.filter((point) => point.channel === REACHED_AT[channel]);
  const usable = known.filter((point) => point.isUsable);
  if (usable.length === 0) {
    const values = { channel, known: known.length, usable: 0 };
    return { decision: 'refused', of: 'channel', why: { rule: 'no-usable-contact-point', values } };
  }
  const contactPoints = channel === 'push' ? usable : usable.slice(0, 1);
  const why = { rule: 'contact-point-usable', values: { channel, usable: usable.length } };
  return { ...candidate, contactPoints, why };
};

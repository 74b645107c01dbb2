import type { Channel, ContactPoint, Why } from '@hermod/contracts';
import type { ContactPointFacts, Gate, PointTrouble } from '../decision.ts';

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
  const usable = known.filter((point) => point.isUsable && troubleOn(point, channel) === undefined);
  if (usable.length === 0) return { decision: 'refused', of: 'channel', why: whyNowhere(known, channel) };
  const contactPoints = channel === 'push' ? usable : usable.slice(0, 1);
  const why = { rule: 'contact-point-usable', values: { channel, usable: usable.length } };
  return { ...candidate, contactPoints, why };
};

const troubleOn = ({ trouble }: ContactPointFacts, channel: Channel): PointTrouble | undefined =>
  trouble?.channels.includes(channel) === true ? trouble : undefined;

/** Of several contact points the first one in trouble says why: it is the one that would have been taken. */
function whyNowhere(known: readonly ContactPointFacts[], channel: Channel): Why {
  for (const point of known) {
    const trouble = troubleOn(point, channel);
    if (trouble === undefined) continue;
    const { kind, since, reason } = trouble;
    const values = { channel, contactPoint: point.id, since: since.toISOString(), reason };
    return { rule: `contact-point-${kind}`, values };
  }
  return { rule: 'no-usable-contact-point', values: { channel, known: known.length, usable: 0 } };
}

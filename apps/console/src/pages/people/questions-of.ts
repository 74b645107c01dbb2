import type { Consent, DecisionPreviewInput, Recipient } from '../../api/types.ts';

type Channel = DecisionPreviewInput['channel'];
type Purpose = DecisionPreviewInput['purpose'];

const CHANNELS: readonly Channel[] = ['push', 'rcs', 'sms', 'mms', 'email'];
const PURPOSES: readonly Purpose[] = ['critical', 'transactional', 'marketing'];
/** Of each way in which somebody can be reached, whatever they said. */
const ALWAYS: readonly Purpose[] = ['transactional', 'marketing'];

/**
 * What there is to be asked about somebody: each channel on which they can be reached, and each channel, purpose and topic
 * that they have said something about; in the order of channels, purposes and topics.
 */
export function questionsOf(
  recipient: string,
  contactPoints: Recipient['contactPoints'],
  said: readonly Consent[],
): DecisionPreviewInput[] {
  const reachable = new Set(contactPoints.map(({ channel }) => channel));
  const asked = [
    ...[...reachable].flatMap((channel) => ALWAYS.map((purpose) => ({ channel, purpose }))),
    ...said.flatMap(({ channel, purpose, topic, suppression }) =>
      channel === undefined || purpose === undefined || suppression === true
        ? []
        : [{ channel, purpose, ...(topic === undefined ? {} : { topic }) }],
    ),
  ].map((about) => ({ recipient, ...about }));
  return [...new Map(asked.map((question) => [keyOf(question), question])).values()].toSorted(inOrder);
}

/** Tells questions about the same person apart. */
export function keyOf({ channel, purpose, topic }: DecisionPreviewInput): string {
  return `${channel} ${purpose} ${topic ?? ''}`;
}

function inOrder(one: DecisionPreviewInput, other: DecisionPreviewInput): number {
  return (
    CHANNELS.indexOf(one.channel) - CHANNELS.indexOf(other.channel) ||
    PURPOSES.indexOf(one.purpose) - PURPOSES.indexOf(other.purpose) ||
    (one.topic ?? '').localeCompare(other.topic ?? '', 'en')
  );
}

import type { Channel, Purpose } from '@hermod/contracts';
import { signPreferences, signUnsubscribe } from './personal-token.ts';

const DAY_MS = 86_400_000;

/**
 * How long the links in a message work. The way out has to work for 60 days after it (CASL, section 11(2)), the longest that a
 * law we know asks for.
 */
const LINKS_IN_MESSAGES_DAYS = 60;

/** What a message that carries links is about. */
export interface LinkedMessage {
  readonly recipient: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic?: string | undefined;
  /** Rendered again, a message has the same links: their time counts from its decision. */
  readonly decidedAt: Date;
}

/** Where the links of an installation lead, and what they are signed with. */
export interface LinkOrigin {
  readonly publicUrl: string;
  readonly secret: string;
}

/** A link to the preference page of a recipient. */
export function preferencesUrl(
  recipient: string,
  expiresAt: Date,
  { publicUrl, secret }: LinkOrigin,
): string {
  return `${publicUrl}/preferences/${signPreferences({ recipient, expiresAt }, secret)}`;
}

/**
 * `links` of a template: `preferences`, and `unsubscribe`, which ends the message's topic on its channel. MMS and RCS go to the
 * number by which texts come, so there it ends the texts as well.
 */
export function linksOf(
  message: LinkedMessage,
  origin: LinkOrigin,
): { preferences: string; unsubscribe: string } {
  const { recipient, channel, purpose, topic, decidedAt } = message;
  const expiresAt = new Date(decidedAt.getTime() + LINKS_IN_MESSAGES_DAYS * DAY_MS);
  const ended = channel === 'mms' || channel === 'rcs' ? 'sms' : channel;
  const token = signUnsubscribe({ recipient, expiresAt, channel: ended, purpose, topic }, origin.secret);
  return {
    preferences: preferencesUrl(recipient, expiresAt, origin),
    unsubscribe: `${origin.publicUrl}/u/${token}`,
  };
}

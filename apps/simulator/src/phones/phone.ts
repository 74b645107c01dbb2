import type { Channel } from '@hermod/contracts';
import type { Outgoing } from '../webhooks/post.ts';

/** A message as `GET /phones/{number}/messages` shows it. Instants are ISO 8601 in UTC. */
export interface PhoneMessage {
  readonly id: string;
  readonly channel: Channel;
  /** The protocol by which it came. */
  readonly provider: string;
  /** The sender's id of the message where the protocol carries one, else the provider's. */
  readonly messageId: string;
  /** Of a push: title and body, a line each. */
  readonly text: string;
  readonly title?: string;
  /** Number or name that it shows as its sender. */
  readonly from?: string;
  readonly media?: readonly { readonly url: string }[];
  readonly receivedAt: string;
  readonly openedAt?: string;
}

/** What arrives on a phone, and what the phone can do about it. */
export interface Arrival extends Omit<PhoneMessage, 'id' | 'openedAt'> {
  /** Only one message per key is shown: a new one takes the place of the old one. */
  readonly collapseKey?: string | undefined;
  /** How the phone reports that a person opened it; missing where nothing can report that. */
  readonly reportOpened?: (at: Date) => Outgoing | undefined;
  /** How an answer to it travels; missing where it can't be answered. */
  readonly carryReply?: CarryReply;
}

/** Takes a person's text into the network, towards whom it answers. */
export type CarryReply = (text: string, at: Date) => Outgoing;

/** A text that a person sent from a phone. */
export interface Reply {
  readonly id: string;
  readonly text: string;
  readonly sentAt: string;
}

/** What a phone shows in the list of phones. */
export interface PhoneSummary {
  readonly number: string;
  readonly messages: number;
  readonly unopened: number;
  readonly lastAt: string | null;
}

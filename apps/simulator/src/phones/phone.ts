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
  /** The brand of an RCS agent. */
  readonly brand?: { readonly name: string; readonly logo?: string };
  readonly media?: readonly { readonly url: string; readonly contentType?: string }[];
  /** An RCS card, or the cards of a carousel. */
  readonly cards?: readonly PhoneCard[];
  /** Chips below the message; those of cards stand on the cards. `tap` counts these first, then the cards' in their order. */
  readonly suggestions?: readonly PhoneSuggestion[];
  /** An email. */
  readonly mail?: PhoneMail;
  readonly receivedAt: string;
  readonly openedAt?: string;
}

/** What can be tapped. `does` is `reply`, or what the action does with `to`: a URL, a number, a place, a calendar entry. */
export interface PhoneSuggestion {
  readonly text: string;
  readonly does: 'reply' | 'openUrl' | 'dial' | 'viewLocation' | 'shareLocation' | 'calendar';
  readonly to?: string;
}

export interface PhoneCard {
  readonly title?: string;
  readonly description?: string;
  readonly media?: { readonly url: string; readonly height?: 'short' | 'medium' | 'tall' };
  readonly suggestions?: readonly PhoneSuggestion[];
}

/** An email as its program shows it; `text` of the message is subject and text part. */
export interface PhoneMail {
  readonly subject: string;
  readonly html?: string;
  readonly attachments?: readonly { readonly filename: string; readonly contentType: string }[];
  readonly calendar?: { readonly title: string; readonly start: string; readonly end: string };
}

/** What arrives on a phone, and what the phone can do about it. */
export interface Arrival extends Omit<PhoneMessage, 'id' | 'openedAt'> {
  /** Only one message per key is shown: a new one takes the place of the old one. */
  readonly collapseKey?: string | undefined;
  /** How the phone reports that a person opened it; missing where nothing can report that. */
  readonly reportOpened?: (at: Date) => Outgoing | undefined;
  /** How the phone tells that the n-th suggestion was tapped; missing where nobody is told. */
  readonly reportTapped?: (suggestion: number, at: Date) => Outgoing | undefined;
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

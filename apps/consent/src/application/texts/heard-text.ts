import {
  type Channel,
  type ContactPoint,
  contactPointId,
  deriveId,
  type InboundMeaning,
  type InboundReceived,
} from '@hermod/contracts';
import type { Received } from '@hermod/messaging';
import { contactPointChannel } from '../consents/contact-point-channel.ts';

/** Whom a copy of a text is for, and their contact point that it came from. */
export interface Holder {
  readonly recipient: string;
  readonly contactPoint: string;
}

/** A text that a person wrote, as one of its copies tells of it. */
export interface HeardText {
  /** The same for every copy and every replay of the text: the id of its ledger entries. */
  readonly id: string;
  readonly meaning: InboundMeaning;
  readonly channel: Channel;
  /** Of which kind the contact points are that it came from. */
  readonly family: ContactPoint['channel'];
  readonly address: string;
  readonly addressHash: string;
  /** Undefined on the copy for the address itself. */
  readonly holder: Holder | undefined;
  /** The record key of the copy: the unit of work holds it. */
  readonly key: string;
  /** The person's words, fit to be kept. */
  readonly wording: string | undefined;
  readonly provider: string;
  readonly at: Date;
  /** True on exactly one copy of a text: it is the one that is answered. */
  readonly isLead: boolean;
  /** The provider has answered the person already. */
  readonly isAnswered: boolean;
  readonly traceparent: string | undefined;
}

/**
 * The texts among inbound facts.
 * @param now no text is newer than that, whatever a provider's clock says: it could never be answered.
 */
export function heardTextsOf(facts: readonly Received<InboundReceived>[], now: Date): HeardText[] {
  return facts.flatMap(({ data, traceparent }): HeardText[] => {
    const { kind, meaning, channel, address, addressHash, recipient, provider, text } = data;
    if (kind !== 'text' || meaning === undefined) return [];
    const family = contactPointChannel(channel);
    return [
      {
        id: deriveId(meaning, addressHash, provider, data.providerMessageId ?? data.at),
        meaning,
        channel,
        family,
        address,
        addressHash,
        holder:
          recipient === undefined
            ? undefined
            : { recipient, contactPoint: contactPointId(recipient, family, address) },
        key: recipient ?? addressHash,
        wording: text?.toWellFormed().replaceAll('\0', '\uFFFD'),
        provider,
        at: new Date(Math.min(new Date(data.at).getTime(), now.getTime())),
        isLead: data.lead === true,
        isAnswered: data.answeredByProvider === true,
        traceparent,
      },
    ];
  });
}

import type { Channel } from '@hermod/contracts';
import { canReceiveAnswers, senderAddressKind, WITHOUT_ALPHANUMERIC } from './sender-address.ts';
import type { Sender } from './sender-document.ts';

/** What a sender is wanted for. */
export interface SenderWanted {
  readonly provider: string;
  readonly channel: Channel;
  /** Of the person's number, ISO 3166-1 alpha-2; undefined where the number doesn't tell it, and for mail. */
  readonly country: string | undefined;
  /** The message asks for answers: who can receive some goes first. */
  readonly asksForAnswers: boolean;
}

/**
 * The sender to use: of those of the provider and channel that may write to the country, who can receive answers where some are
 * asked for, then who names the country (the fewer countries the better), then the default, then by id.
 * @returns undefined where none fits: then the provider's configured one sends.
 */
export function chooseSender(senders: readonly Sender[], wanted: SenderWanted): Sender | undefined {
  const fitting = senders.filter(
    (sender) =>
      sender.provider === wanted.provider &&
      sender.channels.includes(wanted.channel) &&
      mayWriteTo(sender, wanted),
  );
  return fitting.toSorted(
    (a, b) =>
      (wanted.asksForAnswers ? Number(receives(b)) - Number(receives(a)) : 0) ||
      breadthOf(a) - breadthOf(b) ||
      Number(b.isDefault) - Number(a.isDefault) ||
      (a.id < b.id ? -1 : 1),
  )[0];
}

/** Whether a sender may write to people of a country; one that is not known is taken for the strictest. */
function mayWriteTo(sender: Sender, { channel, country }: SenderWanted): boolean {
  if (sender.countries !== undefined) return country !== undefined && sender.countries.includes(country);
  if (senderAddressKind(channel, sender.address) !== 'alphanumeric') return true;
  return country !== undefined && !WITHOUT_ALPHANUMERIC.includes(country);
}

const receives = ({ address, channels }: Sender): boolean => canReceiveAnswers(address, channels);
const breadthOf = ({ countries }: Sender): number => countries?.length ?? Number.MAX_SAFE_INTEGER;

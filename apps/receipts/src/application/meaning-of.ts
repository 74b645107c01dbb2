import { readInbound } from '@hermod/consent-policy';
import type { InboundMeaning } from '@hermod/contracts';

/**
 * What a text asks for, by its words and by what its provider took it for. The provider may know keywords of its own, so its word
 * counts, but for what it would widen: an end that was asked for in words stays one, and a bare YES is no START, for
 * Twilio takes the one for the other.
 * @param provider how the provider has understood the text, such as by Twilio's `OptOutType`
 */
export function meaningOf(text: string, provider: InboundMeaning | undefined): InboundMeaning {
  const read = readInbound(text);
  if (provider === undefined || read === 'opt-out') return read;
  if (provider === 'opt-in' && read !== 'opt-in' && read !== 'answer') return read;
  return provider;
}

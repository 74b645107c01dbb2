import { deriveId, type InboundReceived } from '@hermod/contracts';
import type { Received } from '@hermod/messaging';

/** A STOP or START by a text, as one of its copies tells of it. */
export interface OptOutText {
  /** The same for every copy and every replay of the text: the id of its ledger entries. */
  readonly id: string;
  readonly meaning: 'opt-out' | 'opt-in';
  readonly channel: InboundReceived['channel'];
  readonly address: string;
  readonly addressHash: string;
  /** The holder this copy is for; undefined on the copy for the address itself. */
  readonly recipient: string | undefined;
  /** The person's words, fit to be kept. */
  readonly wording: string | undefined;
  readonly provider: string;
  readonly at: Date;
  readonly traceparent: string | undefined;
}

/**
 * The STOPs and STARTs among inbound facts.
 * @param now no text is newer than that, whatever a provider's clock says: it could never be answered.
 */
export function optOutTextsOf(facts: readonly Received<InboundReceived>[], now: Date): OptOutText[] {
  return facts.flatMap(({ data, traceparent }) => {
    const { kind, meaning, channel, address, addressHash, recipient, provider, text } = data;
    if (kind !== 'text' || (meaning !== 'opt-out' && meaning !== 'opt-in')) return [];
    const at = new Date(Math.min(new Date(data.at).getTime(), now.getTime()));
    const id = deriveId(meaning, addressHash, provider, data.providerMessageId ?? data.at);
    const wording = text?.toWellFormed().replaceAll('\0', '\uFFFD');
    return [{ id, meaning, channel, address, addressHash, recipient, wording, provider, at, traceparent }];
  });
}

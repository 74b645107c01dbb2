/** SMS to an SMSC by SMPP 3.4. */
import { randomInt } from 'node:crypto';
import { limitsOf } from '../config-fields.ts';
import { refused } from '../http/outcomes.ts';
import type { HandOver, HandOverResult, Provider, Refused } from '../provider.ts';
import { addressOf, isAnswerable, isInternational, textOf } from './addresses.ts';
import { bind } from './bind.ts';
import { canonicalId } from './message-ids.ts';
import { type Envelope, partsOf } from './message-parts.ts';
import type { SmppConfig } from './smpp-config.ts';
import { submitParts } from './submit-parts.ts';
import { Transmitter } from './transmitter.ts';

/**
 * An account at an SMSC. A submit_sm has no idempotency key, so nothing unknown is ever sent again. The id of a message
 * of several parts is that of its last part, which alone asks for a receipt.
 */
export function openSmppProvider(config: SmppConfig): Provider {
  const transmitter = new Transmitter(() => bind(config, 'transmitter'));
  let reference = randomInt(0x1_0000);

  async function handOver(
    message: HandOver,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<HandOverResult> {
    if (message.content.channel !== 'sms')
      return refused('PROVIDER_CHANNEL_UNSUPPORTED', `smpp sends sms, not ${message.content.channel}`);
    reference = (reference + 1) % 0x1_0000;
    const envelope = envelopeOf(message, config.sender, reference);
    if ('outcome' in envelope) return envelope;
    const parts = partsOf(message.content.text, envelope, config.longMessages);
    const submitted = await submitParts(transmitter, parts, signal, mayStart);
    if (submitted.outcome !== 'accepted') return submitted;
    const { id } = submitted;
    return {
      outcome: 'accepted',
      ...(id === '' ? {} : { providerMessageId: canonicalId(id, 'answer', config.receiptIds) }),
      ...(isAnswerable(envelope.source) ? { sender: textOf(envelope.source) } : {}),
    };
  }

  return {
    ...limitsOf(config),
    type: 'smpp',
    class: 'at-most-once',
    namedBy: 'provider-id',
    channels: ['sms'],
    handOver,
    close: () => transmitter.close(),
  };
}

function envelopeOf(message: HandOver, sender: string, reference: number): Envelope | Refused {
  const source = addressOf(message.sender ?? sender);
  if (source === undefined) {
    const kinds = 'no number in E.164, no short code and no name of at most 11 characters';
    return refused('PROVIDER_REFUSED', `the sender is ${kinds}`);
  }
  const destination = addressOf(message.to);
  if (destination === undefined || !isInternational(destination))
    return refused('PROVIDER_REFUSED', 'the address is no number in E.164');
  return { source, destination, ttlMs: message.ttlMs, reference };
}

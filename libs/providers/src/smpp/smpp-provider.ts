/** SMS to an SMSC by SMPP 3.4. */
import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { limitsOf } from '../config-fields.ts';
import { refused } from '../http/outcomes.ts';
import type { HandOver, HandOverResult, Provider, Unknown } from '../provider.ts';
import { addressOf, isAnswerable, textOf } from './addresses.ts';
import { bind } from './bind.ts';
import { canonicalId } from './message-ids.ts';
import { partsOf } from './message-parts.ts';
import { COMMANDS, readMessageId, type ShortMessage, submitBody } from './pdu.ts';
import type { SmppConfig } from './smpp-config.ts';
import { resultOfSubmit, THROTTLED_MS } from './statuses.ts';
import { Transmitter } from './transmitter.ts';

/** A submit of one part: accepted under an id of the SMSC's, or not. */
type Submitted =
  { readonly outcome: 'accepted'; readonly id: string } | Exclude<HandOverResult, { outcome: 'accepted' }>;

/**
 * An account at an SMSC. A submit_sm has no idempotency key, so nothing unknown is ever sent again. The id of a message of several parts is that of its last part, which
 * alone asks for a receipt.
 */
export function openSmppProvider(config: SmppConfig): Provider {
  const transmitter = new Transmitter(() => bind(config, 'transmitter'));
  let reference = randomInt(0x1_0000);

  async function submit(
    part: ShortMessage,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<Submitted> {
    const reached = await transmitter.reach(signal);
    if ('result' in reached) return reached.result;
    const outcome = await reached.session.request(COMMANDS.submitSm, submitBody(part), signal, mayStart);
    if (outcome.kind === 'not-sent')
      return { outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: outcome.reason };
    if (outcome.kind === 'lost') {
      const code = outcome.timedOut ? 'PROVIDER_TIMEOUT' : 'PROVIDER_CONNECTION_LOST';
      return { outcome: 'unknown', code, reason: outcome.reason };
    }
    if (outcome.status !== 0) return resultOfSubmit(outcome.status);
    return { outcome: 'accepted', id: readMessageId(outcome.body) };
  }

  async function handOver(
    message: HandOver,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<HandOverResult> {
    if (message.content.channel !== 'sms')
      return refused('PROVIDER_CHANNEL_UNSUPPORTED', `smpp sends sms, not ${message.content.channel}`);
    const source = addressOf(message.sender ?? config.sender);
    if (source === undefined)
      return refused(
        'PROVIDER_REFUSED',
        'the sender is no number, no short code and no name of at most 11 characters',
      );
    const destination = addressOf(message.to);
    if (destination?.ton !== 1) return refused('PROVIDER_REFUSED', 'the address is no number in E.164');
    reference = (reference + 1) % 0x1_0000;
    const envelope = { source, destination, ttlMs: message.ttlMs, reference };
    const [first, ...others] = partsOf(message.content.text, envelope, config.longMessages);
    let last = await submit(first!, signal, mayStart);
    // What is wrong with a message shows at its first part, when nothing has been sent yet.
    for (const [index, part] of others.entries()) {
      if (last.outcome !== 'accepted') break;
      last = await submitNext(() => submit(part, signal), signal);
      if (last.outcome !== 'accepted') return incomplete(last, index + 2, others.length + 1);
    }
    if (last.outcome !== 'accepted') return last;
    return {
      outcome: 'accepted',
      ...(last.id === '' ? {} : { providerMessageId: canonicalId(last.id, 'answer', config.receiptIds) }),
      ...(isAnswerable(source) ? { sender: textOf(source) } : {}),
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

/**
 * A further part of a message that has begun: what was safely not sent is sent again until the deadline, for the rest of a message is
 * worth more than a place in the window.
 */
async function submitNext(submit: () => Promise<Submitted>, signal: AbortSignal): Promise<Submitted> {
  for (;;) {
    const submitted = await submit();
    if (submitted.outcome !== 'retry' || signal.aborted) return submitted;
    await wait(submitted.retryAfterMs ?? THROTTLED_MS, undefined, { signal }).catch((error: Error) => {
      // The deadline: the next submit says so.
      if (error.name !== 'AbortError') throw error;
    });
  }
}

/** Some of the message is on its way, and all of it can't be sent again. */
function incomplete(
  { outcome, code, reason }: Exclude<Submitted, { outcome: 'accepted' }>,
  part: number,
  parts: number,
): Unknown {
  return {
    outcome: 'unknown',
    code,
    reason: `part ${part} of ${parts} was ${outcome === 'unknown' ? 'lost' : 'not taken'}: ${reason}`,
  };
}

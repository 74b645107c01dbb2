import { textOf } from '@hermod/channels';
import { z } from 'zod';
import { limitsOf } from '../config-fields.ts';
import type { HttpOutcome } from '../http/exchange.ts';
import { HttpPool } from '../http/http-pool.ts';
import {
  jsonOf,
  refused,
  resultOfSilence,
  resultOfStatus,
  withoutAddresses,
  type Answer,
} from '../http/outcomes.ts';
import type { HandOver, HandOverResult, NotFound, Provider } from '../provider.ts';
import type { SimConfig } from './sim-config.ts';

/** The simulator's protocol: `POST /sim/v1/messages`, or `POST` and `GET /sim/v1/lookup/messages`. */
export function openSimProvider(config: SimConfig): Provider {
  const pool = new HttpPool(config.baseUrl, config.windowSize);
  const isIdempotent = config.mode === 'idempotent';
  const path = isIdempotent ? '/sim/v1/messages' : '/sim/v1/lookup/messages';

  async function handOver(
    message: HandOver,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<HandOverResult> {
    if (!config.channels.includes(message.channel)) {
      return refused('PROVIDER_CHANNEL_UNSUPPORTED', `${config.id} doesn't send ${message.channel}`);
    }
    const headers = headersOf(message);
    const body = JSON.stringify(simMessage(message, isIdempotent));
    const outcome = await pool.exchange({ method: 'POST', path, headers, body }, signal, mayStart);
    return outcome.kind === 'answered' ? resultOf(outcome, message.to) : resultOfSilence(outcome);
  }

  async function lookUp(
    { attemptId }: Pick<HandOver, 'attemptId'>,
    signal: AbortSignal,
  ): Promise<HandOverResult | NotFound> {
    const outcome = await pool.exchange(
      { method: 'GET', path: `${path}?reference=${encodeURIComponent(attemptId)}`, headers: {} },
      signal,
    );
    return resultOfLookUp(outcome);
  }

  return {
    ...limitsOf(config),
    type: 'sim',
    namedBy: 'token',
    class: config.mode,
    channels: config.channels,
    handOver,
    ...(isIdempotent ? { keyLifeMs: config.keyLifeMs } : { lookUpAfterMs: config.lookUpAfterMs, lookUp }),
    close: () => pool.close(),
  };
}

const Found = z.object({ messages: z.array(z.object({ id: z.string() })) });

/** Whatever keeps a look-up from answering, the outcome stays as unknown as it was. */
function resultOfLookUp(outcome: HttpOutcome): HandOverResult | NotFound {
  if (outcome.kind !== 'answered') return { ...resultOfSilence(outcome), outcome: 'unknown' };
  const found = Found.safeParse(jsonOf(outcome));
  if (outcome.status !== 200 || !found.success) {
    return { outcome: 'unknown', code: 'PROVIDER_ANSWER_UNREADABLE', reason: `HTTP ${outcome.status}` };
  }
  const [first] = found.data.messages;
  return first === undefined
    ? { outcome: 'not-found' }
    : { outcome: 'accepted', providerMessageId: first.id };
}

const headersOf = ({ traceparent }: HandOver): Record<string, string> => ({
  'content-type': 'application/json',
  ...(traceparent === undefined ? {} : { traceparent }),
});

function simMessage(message: HandOver, isIdempotent: boolean): object {
  return {
    ...(isIdempotent ? { key: message.attemptId } : {}),
    reference: message.attemptId,
    to: message.to,
    channel: message.channel,
    content: message.content,
    text: textOf(message.content),
    callbackUrl: message.callback.url,
    ...(message.sender === undefined ? {} : { from: message.sender }),
    ...(message.brand === undefined ? {} : { brand: message.brand }),
    ...(message.unsubscribeUrl === undefined ? {} : { unsubscribeUrl: message.unsubscribeUrl }),
  };
}

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

function resultOf(answer: Answer, to: string): HandOverResult {
  const json = jsonOf(answer);
  if (answer.status < 300 && typeof json?.['id'] === 'string') {
    return { outcome: 'accepted', providerMessageId: json['id'] };
  }
  const refusal = Refusal.safeParse(json);
  const words = refusal.success ? `${refusal.data.error.code} ${refusal.data.error.message}` : '';
  return resultOfStatus(answer, withoutAddresses(words, to));
}

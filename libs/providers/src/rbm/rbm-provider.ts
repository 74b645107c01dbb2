/**
 * Google RCS for Business, called directly: its client library is generated from the same reference, and doesn't tell whether a
 * request was written.
 */
import { randomUUID } from 'node:crypto';
import type { RenderedRcs } from '@hermod/channels';
import { limitsOf } from '../config-fields.ts';
import { jsonOf, refused, resultOfSilence, resultOfStatus } from '../http/outcomes.ts';
import type { HandOver, HandOverResult, Provider, Refused, Retry, TakeBackResult } from '../provider.ts';
import { CapabilityCache, type Capabilities } from './capability-cache.ts';
import { openRbmClient, phonePath, type RbmClient, type RbmOutcome } from './rbm-client.ts';
import { agentName, type RbmConfig } from './rbm-config.ts';
import { resultOfRbmError } from './rbm-errors.ts';
import { neededFeatures } from './rbm-features.ts';
import { agentMessage } from './rbm-message.ts';

/**
 * Google names no end: an id that the agent has used before is ignored. It forgets messages 30 days after they were sent; nothing of
 * ours is wanted for as long as a day.
 */
const KEY_LIFE_MS = 24 * 3_600_000;

/** RCS by one agent. The attempt's id is the message's id, which makes repeating a call harmless. */
export function openRbmProvider(config: RbmConfig): Provider {
  const client = openRbmClient(config);
  const cache = new CapabilityCache();

  async function handOver(
    message: HandOver,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<HandOverResult> {
    const { content, to } = message;
    if (content.channel !== 'rcs')
      return refused('PROVIDER_CHANNEL_UNSUPPORTED', `rbm sends rcs, not ${content.channel}`);
    const agentId = agentFor(config, message.sender);
    const phone = { number: to, agentId, key: `${agentId} ${to}` };
    const obstacle = config.checksCapabilities
      ? await check(client, cache, phone, content, signal)
      : undefined;
    if (obstacle !== undefined) return obstacle;
    const path = phonePath(to, 'agentMessages', { messageId: message.attemptId, agentId });
    const body = JSON.stringify(agentMessage(message, content));
    const outcome = await client.call({ method: 'POST', path, body }, signal, mayStart);
    const result = resultOf(outcome, message);
    // Whatever was known of the phone, it is not so any more.
    if (result.outcome === 'refused') cache.forget(phone.key);
    return result.outcome === 'accepted' ? { ...result, sender: agentName(agentId) } : result;
  }

  return {
    ...limitsOf(config),
    type: 'rbm',
    namedBy: 'attempt',
    class: 'idempotent',
    keyLifeMs: KEY_LIFE_MS,
    channels: ['rcs'],
    handOver,
    takeBack: ({ attemptId, to, sender }, signal) =>
      takeBack(client, { number: to, agentId: agentFor(config, sender) }, attemptId, signal),
    close: () => client.close(),
  };
}

/** Whose message it is: the agent that was named, in the form in which the configuration writes its own. */
function agentFor({ agentId }: RbmConfig, sender: string | undefined): string {
  return sender === undefined || agentName(sender) === agentName(agentId) ? agentId : sender;
}

interface Phone {
  readonly number: string;
  readonly agentId: string;
  /** Its name in the cache. */
  readonly key: string;
}

/**
 * Asks what the phone can show, unless that is known. @returns why the message can't be sent there now; undefined when it can, and
 * when nobody knows: then sending it tells.
 */
async function check(
  client: RbmClient,
  cache: CapabilityCache,
  { number, agentId, key }: Phone,
  content: RenderedRcs,
  signal: AbortSignal,
): Promise<Refused | Retry | undefined> {
  const known = cache.find(key);
  if (known !== undefined) return lackOf(known.capabilities, content);
  const path = phonePath(number, 'capabilities', { requestId: randomUUID(), agentId });
  const outcome = await client.call({ method: 'GET', path }, signal);
  if (outcome.kind === 'no-token') return noTokenYet(outcome.reason);
  if (outcome.kind !== 'answered') return undefined;
  if (outcome.status === 200) {
    const features = jsonOf(outcome)?.['features'];
    const capabilities = new Set(
      Array.isArray(features) ? features.filter((one) => typeof one === 'string') : [],
    );
    cache.keep(key, capabilities);
    return lackOf(capabilities, content);
  }
  const result = resultOfRbmError(outcome, number);
  // Nothing was sent, so whatever else went wrong may be tried again, or is found out by sending.
  if (result.outcome === 'unknown' || (result.outcome === 'refused' && result.code === 'PROVIDER_REFUSED'))
    return undefined;
  if (result.code === 'PROVIDER_CHANNEL_UNSUPPORTED') cache.keep(key, undefined);
  return result;
}

function lackOf(capabilities: Capabilities, content: RenderedRcs): Refused | undefined {
  if (capabilities === undefined)
    return refused('PROVIDER_CHANNEL_UNSUPPORTED', 'no RCS: the number was not reachable a short while ago');
  const missing = [...neededFeatures(content)].filter((feature) => !capabilities.has(feature));
  return missing.length === 0
    ? undefined
    : refused('PROVIDER_CHANNEL_UNSUPPORTED', `the phone does not support ${missing.join(', ')}`);
}

function resultOf(outcome: RbmOutcome, { attemptId, to }: HandOver): HandOverResult {
  if (outcome.kind === 'no-token') return noTokenYet(outcome.reason);
  if (outcome.kind !== 'answered') return resultOfSilence(outcome);
  const answer = jsonOf(outcome);
  // phones/{E.164}/agentMessages/{messageId}, the id being the one that was given.
  if (outcome.status === 200 && typeof answer?.['name'] === 'string')
    return { outcome: 'accepted', providerMessageId: attemptId };
  // Older versions say so of a message that they had already.
  if (outcome.status === 409 && isAlreadyThere(answer))
    return { outcome: 'accepted', providerMessageId: attemptId };
  return outcome.status === 200 ? resultOfStatus(outcome) : resultOfRbmError(outcome, to);
}

const isAlreadyThere = (answer: Readonly<Record<string, unknown>> | undefined): boolean =>
  (answer?.['error'] as { status?: unknown } | undefined)?.status === 'ALREADY_EXISTS';

const noTokenYet = (reason: string): Retry => ({ outcome: 'retry', code: 'PROVIDER_CREDENTIALS', reason });

/** `agentMessages.delete`: 200 when it was revoked, 404 when it was delivered already. */
async function takeBack(
  client: RbmClient,
  { number, agentId }: Pick<Phone, 'number' | 'agentId'>,
  attemptId: string,
  signal: AbortSignal,
): Promise<TakeBackResult> {
  const path = phonePath(number, `agentMessages/${attemptId}`, { agentId });
  const outcome = await client.call({ method: 'DELETE', path }, signal);
  if (outcome.kind !== 'answered') return 'unknown';
  if (outcome.status === 200) return 'taken-back';
  return outcome.status === 404 && jsonOf(outcome) !== undefined ? 'too-late' : 'unknown';
}

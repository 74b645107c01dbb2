import { Inject, Injectable } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import {
  callbackUrl,
  type HandOver,
  type HandOverResult,
  type NotFound,
  type Provider,
  signCallback,
} from '@hermod/providers';
import { CONFIG, linksOf, type ServiceConfig } from '@hermod/service-host';
import { counterOf, type FlowSpan, METRICS, startSpan } from '@hermod/telemetry';
import { BegunCalls } from '../../outbound/begun-calls.ts';
import { InstanceLease } from '../../outbound/instance-lease.ts';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import type { Message } from '../../storage/messages.ts';
import { closingOf } from '../outcomes/closing-of.ts';
import type { ClosedCall } from '../outcomes/conclude-messages.ts';
import { ageMsOf, notAfter } from '../opening/look.ts';
import { measureCall } from './measure-call.ts';
import type { OpenedAttempt } from '../opening/open-attempts.ts';

/** A call starts within this time of the moment up to which the last look was caught up. */
const FRESH_WITHIN_MS = 2_000;

const notOpened = counterOf(METRICS.notOpened);

const NO_LOOK_UP: HandOverResult = {
  outcome: 'unknown',
  code: 'PROVIDER_FAILED',
  reason: 'the provider has no look-up',
};

/** How a call ended. */
type CallEnd = Pick<ClosedCall, 'askedToWaitMs' | 'traceparent' | 'optedOut'> & {
  readonly closing: Omit<ClosedCall['closing'], 'id' | 'lease'>;
};

/** Makes the call of an attempt, if it may still be made, and says how it ended. Never rejects. */
@Injectable()
export class HandOverMessage {
  readonly #pools: ProviderPools;
  readonly #lease: InstanceLease;
  readonly #config: ServiceConfig;
  readonly #begun: BegunCalls;

  constructor(
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(InstanceLease) lease: InstanceLease,
    @Inject(CONFIG) config: ServiceConfig,
    @Inject(BegunCalls) begun: BegunCalls,
  ) {
    this.#pools = pools;
    this.#lease = lease;
    this.#config = config;
    this.#begun = begun;
  }

  async execute(lane: Lane, opened: OpenedAttempt): Promise<ClosedCall> {
    const { attempt, message, isSole } = opened;
    const about = { messageId: message.id, message, sole: isSole ? attempt : undefined };
    const base = { id: attempt.id, lease: attempt.lease };
    const closed = await this.#pools
      .of(lane)
      .during(attempt.provider, this.#patienceMs(opened), () => this.#callNow(lane, opened));
    if (closed === undefined) {
      notOpened.inc();
      return { ...about, closing: { ...base, ...closingOf('not-opened', attempt) } };
    }
    const { closing, ...told } = closed;
    return { ...about, ...told, closing: { ...base, ...closing } };
  }

  /** Looks once more at the lease and the age of the view, as its turn may have been long in coming, and calls. */
  async #callNow(lane: Lane, opened: OpenedAttempt): Promise<CallEnd | undefined> {
    const { attempt, act, message } = opened;
    const provider = this.#pools.of(lane).get(attempt.provider);
    if (provider === undefined || !this.#mayOpen(opened)) return undefined;
    const calledAt = notAfter(opened.look);
    const { id: messageId, recipient } = message;
    if (act === 'call') this.#begun.note({ messageId, recipient, calledAt });
    const span = startCallSpan(opened, provider);
    const begunAt = performance.now();
    const result = await this.#call(lane, opened, provider, span);
    if (result.outcome !== 'accepted' && result.outcome !== 'not-found') span.fail({ code: result.code });
    span.end();
    this.#pools.note(provider.id, result);
    measureCall(lane, opened, {
      provider: provider.id,
      result,
      calledAt,
      tookMs: performance.now() - begunAt,
    });
    return {
      closing: { calledAt, ...closingOf(result, attempt, act) },
      askedToWaitMs: result.outcome === 'retry' ? result.retryAfterMs : undefined,
      traceparent: span.traceparent,
      optedOut: hasOptedOut(result) ? opened.contactPoint.id : undefined,
    };
  }

  /** With a live lease, and within two seconds of what the last look had seen. A look-up sends nothing. */
  #mayOpen(opened: OpenedAttempt): boolean {
    if (!this.#lease.covers(opened.attempt.lease)) return false;
    return opened.act === 'look-up' || ageMsOf(opened.look) <= FRESH_WITHIN_MS;
  }

  /** How long the call may wait for its turn. */
  #patienceMs(opened: OpenedAttempt): number {
    const left = FRESH_WITHIN_MS - ageMsOf(opened.look);
    return opened.act === 'look-up' ? FRESH_WITHIN_MS : Math.max(0, left);
  }

  async #call(
    lane: Lane,
    opened: OpenedAttempt,
    provider: Provider,
    span: FlowSpan,
  ): Promise<HandOverResult | NotFound> {
    const deadline = AbortSignal.timeout(provider.timeoutMs);
    try {
      if (opened.act === 'look-up')
        return (await provider.lookUp?.({ attemptId: opened.attempt.id }, deadline)) ?? NO_LOOK_UP;
      const handOver = this.#toHandOver(lane, opened, span);
      return await provider.handOver(handOver, deadline, () => this.#mayOpen(opened));
    } catch (error) {
      // A provider never throws for what happens on the wire; whatever this is, the message may be out.
      const reason = error instanceof Error ? error.name : 'unexpected';
      return { outcome: 'unknown', code: 'PROVIDER_FAILED', reason };
    }
  }

  #toHandOver(lane: Lane, opened: OpenedAttempt, { traceparent }: FlowSpan): HandOver {
    const { message, contactPoint, brand } = opened;
    const content = opened.content!;
    const { id: attemptId, provider, sender } = opened.attempt;
    const { secret, publicUrl } = this.#config;
    const { recipient, id: messageId, runId, channel } = message;
    const token = signCallback(
      { recipient, messageId, attemptId, runId, lane, channel, traceparent },
      secret,
    );
    const url = `${callbackUrl(publicUrl, provider, token)}&message=${messageId}`;
    const leftMs = Date.parse(message.permission.intent.expiresAt) - notAfter(opened.look).getTime();
    const to = contactPoint.address;
    const ttlMs = Math.max(1_000, leftMs);
    return {
      attemptId,
      messageId,
      channel,
      purpose: message.purpose,
      to,
      content,
      ...(sender === null ? {} : { sender }),
      ...(brand === undefined ? {} : { brand }),
      ...unsubscribeOf(message, this.#config),
      callback: { url, token },
      publicUrl,
      ttlMs,
      traceparent,
    };
  }
}

/** The way out of a mail's topic, which its headers carry (RFC 8058). What is critical has none, and so has an answer of ours. */
function unsubscribeOf(message: Message, config: ServiceConfig): Pick<HandOver, 'unsubscribeUrl'> {
  if (message.channel !== 'email' || message.purpose === 'critical' || message.runId === null) return {};
  const { topic } = message.permission.intent;
  return { unsubscribeUrl: linksOf({ ...message, topic }, config).unsubscribe };
}

/** The provider knows of a STOP, such as Twilio's 21610. */
function hasOptedOut(result: HandOverResult | NotFound): boolean {
  return result.outcome === 'refused' && result.contactPoint === 'opted-out';
}

function startCallSpan({ attempt, message }: OpenedAttempt, provider: Provider): FlowSpan {
  return startSpan(`hand over ${provider.id}`, {
    parent: message.traceparent,
    kind: 'client',
    attributes: {
      'hermod.message_id': message.id,
      'hermod.attempt_id': attempt.id,
      'hermod.run_id': message.runId ?? undefined,
      'hermod.channel': message.channel,
      'hermod.provider': provider.id,
    },
  });
}

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
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { type FlowSpan, startSpan } from '@hermod/telemetry';
import { InstanceLease } from '../outbound/instance-lease.ts';
import { ProviderPools } from '../outbound/provider-pools.ts';
import { closingOf } from './closing-of.ts';
import type { ClosedCall } from './conclude-messages.ts';
import type { OpenedAttempt } from './open-attempts.ts';

/** A call starts within this time of the moment up to which the last look was caught up. */
const FRESH_WITHIN_MS = 2_000;

/** Makes the call of an attempt, if it may still be made, and says how it ended. Never rejects. */
@Injectable()
export class HandOverMessage {
  readonly #pools: ProviderPools;
  readonly #lease: InstanceLease;
  readonly #config: ServiceConfig;

  constructor(
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(InstanceLease) lease: InstanceLease,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#pools = pools;
    this.#lease = lease;
    this.#config = config;
  }

  async execute(lane: Lane, opened: OpenedAttempt): Promise<ClosedCall> {
    const { attempt, message, isSole } = opened;
    const provider = this.#pools.of(lane).get(attempt.provider);
    const about = { messageId: message.id, message, sole: isSole ? attempt : undefined };
    const base = { id: attempt.id, lease: attempt.lease };
    if (provider === undefined || !this.#mayOpen(opened)) {
      return { ...about, closing: { ...base, ...closingOf('not-opened', attempt) } };
    }
    const calledAt = nowOf(opened);
    const span = startCallSpan(opened, provider);
    const result = await this.#pools
      .of(lane)
      .during(provider.id, () => this.#call(lane, opened, provider, span));
    if (result.outcome !== 'accepted' && result.outcome !== 'not-found') span.fail({ code: result.code });
    span.end();
    return {
      ...about,
      closing: { ...base, calledAt, ...closingOf(result, attempt) },
      askedToWaitMs: result.outcome === 'retry' ? result.retryAfterMs : undefined,
      traceparent: span.traceparent,
    };
  }

  /** With a live lease, and within two seconds of what the last look had seen. */
  #mayOpen(opened: OpenedAttempt): boolean {
    if (!this.#lease.isLive) return false;
    return nowOf(opened).getTime() - opened.look.seenUpToMs <= FRESH_WITHIN_MS;
  }

  async #call(
    lane: Lane,
    opened: OpenedAttempt,
    provider: Provider,
    span: FlowSpan,
  ): Promise<HandOverResult | NotFound> {
    const deadline = AbortSignal.timeout(provider.timeoutMs);
    try {
      if (opened.act === 'look-up' && provider.lookUp !== undefined)
        return await provider.lookUp({ attemptId: opened.attempt.id }, deadline);
      return await provider.handOver(this.#toHandOver(lane, opened, span), deadline);
    } catch (error) {
      // A provider never throws for what happens on the wire; whatever this is, the message may be out.
      const reason = error instanceof Error ? error.name : 'unexpected';
      return { outcome: 'unknown', code: 'PROVIDER_FAILED', reason };
    }
  }

  #toHandOver(lane: Lane, opened: OpenedAttempt, { traceparent }: FlowSpan): HandOver {
    const { message, content, contactPoint } = opened;
    const { id: attemptId, provider } = opened.attempt;
    const { secret, publicUrl } = this.#config;
    const { recipient, id: messageId, runId, channel } = message;
    const token = signCallback(
      { recipient, messageId, attemptId, runId, lane, channel, traceparent },
      secret,
    );
    const url = `${callbackUrl(publicUrl, provider, token)}&message=${messageId}`;
    const leftMs = Date.parse(message.permission.intent.expiresAt) - nowOf(opened).getTime();
    const to = contactPoint.address;
    const ttlMs = Math.max(1_000, leftMs);
    return {
      attemptId,
      messageId,
      channel,
      to,
      content,
      callback: { url, token },
      publicUrl,
      ttlMs,
      traceparent,
    };
  }
}

/** The database's clock, carried on by our monotonic one. */
function nowOf({ look }: OpenedAttempt): Date {
  return new Date(look.at.getTime() + performance.now() - look.monotonicMs);
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

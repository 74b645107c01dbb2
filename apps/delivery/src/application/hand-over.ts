import { Inject, Injectable } from '@nestjs/common';
import { type Lane, partitionOf } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import {
  callbackUrl,
  type HandOverResult,
  type NotFound,
  type Provider,
  signCallback,
} from '@hermod/providers';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { type FlowSpan, startSpan } from '@hermod/telemetry';
import { InstanceLease } from '../outbound/instance-lease.ts';
import { ProviderPools } from '../outbound/provider-pools.ts';
import type { Attempt, Closing } from '../storage/attempts.ts';
import type { ClosedCall } from './conclude-messages.ts';
import type { OpenedAttempt } from './open-attempts.ts';

/** A call starts within this time of the moment up to which the last look was caught up. */
const FRESH_WITHIN_MS = 2_000;

/** Makes the call of an attempt, if it may still be made, and says how it ended. Never rejects. */
@Injectable()
export class HandOverMessage {
  readonly #messaging: Messaging;
  readonly #pools: ProviderPools;
  readonly #lease: InstanceLease;
  readonly #config: ServiceConfig;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(InstanceLease) lease: InstanceLease,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#pools = pools;
    this.#lease = lease;
    this.#config = config;
  }

  async execute(lane: Lane, opened: OpenedAttempt): Promise<ClosedCall> {
    const { attempt, message } = opened;
    const provider = this.#pools.of(lane).get(attempt.provider);
    const base = { id: attempt.id, lease: attempt.lease };
    if (provider === undefined || !this.#mayOpen(lane, opened)) {
      return {
        messageId: message.id,
        closing: {
          ...base,
          state: wasCalled(attempt) ? 'unknown' : 'uncalled',
          reason: 'NOT_OPENED: the view was too old, or the lease was lost',
        },
      };
    }
    const calledAt = nowOf(opened);
    const span = startCallSpan(opened, provider);
    const result = await this.#pools
      .of(lane)
      .during(provider.id, () => this.#call(lane, opened, provider, span));
    if (result.outcome !== 'accepted' && result.outcome !== 'not-found') span.fail({ code: result.code });
    span.end();
    return {
      messageId: message.id,
      closing: { ...base, calledAt, ...toClosing(result, wasCalled(attempt)) },
      askedToWaitMs: result.outcome === 'retry' ? result.retryAfterMs : undefined,
      traceparent: span.traceparent,
    };
  }

  /** With a live lease, and within two seconds of what the last look had seen. */
  #mayOpen(lane: Lane, opened: OpenedAttempt): boolean {
    if (!this.#lease.isLive) return false;
    const partition = partitionOf(opened.message.recipient, this.#messaging.partitions);
    const seenUpTo = this.#messaging.caughtUp(lane).handledUpTo(partition);
    return nowOf(opened).getTime() - seenUpTo <= FRESH_WITHIN_MS;
  }

  async #call(
    lane: Lane,
    opened: OpenedAttempt,
    provider: Provider,
    span: FlowSpan,
  ): Promise<HandOverResult | NotFound> {
    const { attempt, message, contactPoint, content, act } = opened;
    const deadline = AbortSignal.timeout(provider.timeoutMs);
    try {
      if (act === 'look-up' && provider.lookUp !== undefined)
        return await provider.lookUp({ attemptId: attempt.id }, deadline);
      const { recipient, id: messageId, runId, channel } = message;
      const token = signCallback(
        { recipient, messageId, attemptId: attempt.id, runId, lane, channel, traceparent: span.traceparent },
        this.#config.secret,
      );
      const url = `${callbackUrl(this.#config.publicUrl, provider.id, token)}&message=${messageId}`;
      const ttlMs = Math.max(
        1_000,
        Date.parse(message.permission.intent.expiresAt) - nowOf(opened).getTime(),
      );
      return await provider.handOver(
        {
          attemptId: attempt.id,
          messageId,
          channel,
          to: contactPoint.address,
          content,
          callback: { url, token },
          publicUrl: this.#config.publicUrl,
          ttlMs,
          traceparent: span.traceparent,
        },
        deadline,
      );
    } catch (error) {
      // A provider never throws for what happens on the wire; whatever this is, the message may be out.
      return {
        outcome: 'unknown',
        code: 'PROVIDER_FAILED',
        reason: error instanceof Error ? error.name : 'unexpected',
      };
    }
  }
}

/** The database's clock, carried on by our monotonic one. */
function nowOf({ lookedAt }: OpenedAttempt): Date {
  return new Date(lookedAt.database.getTime() + performance.now() - lookedAt.monotonicMs);
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

/** A repeat: an earlier call of this very attempt may have arrived, whatever becomes of this one. */
function wasCalled({ calledAt }: Attempt): boolean {
  return calledAt !== null;
}

function toClosing(
  result: HandOverResult | NotFound,
  isRepeat: boolean,
): Pick<Closing, 'state' | 'providerMessageId' | 'reason'> {
  switch (result.outcome) {
    case 'accepted':
      return {
        state: 'accepted',
        ...(result.providerMessageId === undefined ? {} : { providerMessageId: result.providerMessageId }),
      };
    case 'refused':
      return { state: 'failed', reason: `${result.code}: ${result.reason}` };
    case 'not-found':
      return { state: 'retry', reason: 'NOT_FOUND: the provider has never seen it' };
    case 'retry':
      return { state: isRepeat ? 'unknown' : 'retry', reason: `${result.code}: ${result.reason}` };
    case 'unknown':
      return { state: 'unknown', reason: `${result.code}: ${result.reason}` };
  }
}

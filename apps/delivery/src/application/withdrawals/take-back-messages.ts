import { type Lane, laneOf } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import type { TakeBackResult } from '@hermod/providers';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { claimTakeBacks, TakeBacks } from '../../storage/take-backs.ts';
import { contactPointsOf } from '../opening/plan-attempts.ts';

/** How long it may wait for a place in the provider's window: hand-overs go first, and the urgent ones wait for nothing. */
const PATIENCE_MS: Readonly<Record<Lane, number>> = { plain: 2_000, urgent: 0 };

interface TakeBack {
  readonly lane: Lane;
  readonly provider: string;
  readonly attemptId: string;
  readonly to: string;
  readonly sender: string | null;
}

/**
 * Asks providers to take back what was accepted and isn't wanted any more, before a person sees it. Each attempt is asked for
 * at most once: what a process that dies has not asked for yet stays sent. It holds nothing up, and what fact 5 had told
 * stays so: the message was accepted.
 */
@Injectable()
export class TakeBackMessages {
  readonly #pools: ProviderPools;
  readonly #takeBacks: TakeBacks;
  readonly #log: Logger;
  readonly #calls = new Set<Promise<void>>();

  constructor(
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(TakeBacks) takeBacks: TakeBacks,
    @Inject(LOG) log: Logger,
  ) {
    this.#pools = pools;
    this.#takeBacks = takeBacks;
    this.#log = log;
  }

  /** Marks what is to be taken back within the unit; the calls come after its commit. */
  async execute(
    withdrawn: readonly (readonly [Message, readonly Attempt[]])[],
    unit: UnitOfWork,
  ): Promise<void> {
    const wanted = withdrawn.flatMap(([message, attempts]) => this.#wantedOf(message, attempts));
    const claimed = await claimTakeBacks(
      unit.sql,
      wanted.map(({ attemptId }) => attemptId),
    );
    const asked = wanted.filter(({ attemptId }) => claimed.has(attemptId));
    unit.afterCommit(() => {
      for (const takeBack of asked) this.#begin(takeBack);
    });
  }

  /** Resolves when every call under way has ended and is written down. */
  async drain(): Promise<void> {
    await Promise.all(this.#calls);
  }

  #wantedOf(message: Message, attempts: readonly Attempt[]): TakeBack[] {
    const addresses = new Map(contactPointsOf(message).map(({ id, address }) => [id, address]));
    return attempts.flatMap(({ id, state, provider, contactPoint, sender }) => {
      const to = addresses.get(contactPoint);
      const isAble = this.#pools.find(provider)?.takeBack !== undefined;
      if (state !== 'accepted' || to === undefined || !isAble) return [];
      return [{ lane: laneOf(message.purpose), provider, attemptId: id, to, sender }];
    });
  }

  #begin(takeBack: TakeBack): void {
    const call: Promise<void> = this.#takeBack(takeBack).finally(() => this.#calls.delete(call));
    this.#calls.add(call);
  }

  async #takeBack(takeBack: TakeBack): Promise<void> {
    const { lane, provider, attemptId } = takeBack;
    try {
      const result = await this.#pools
        .of(lane)
        .during(provider, PATIENCE_MS[lane], () => this.#call(takeBack));
      // No place was free in time: it was not asked, and isn't any more.
      await this.#takeBacks.note(attemptId, result ?? 'unknown');
    } catch (error) {
      this.#log.warn({ err: error, provider, attemptId }, 'what became of taking back was not written down');
    }
  }

  async #call({ lane, provider: id, attemptId, to, sender }: TakeBack): Promise<TakeBackResult> {
    const provider = this.#pools.of(lane).get(id);
    if (provider?.takeBack === undefined) return 'unknown';
    const what = { attemptId, to, ...(sender === null ? {} : { sender }) };
    try {
      return await provider.takeBack(what, AbortSignal.timeout(provider.timeoutMs));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unexpected';
      this.#log.warn({ provider: id, attemptId, error: name }, 'a message could not be taken back');
      return 'unknown';
    }
  }
}

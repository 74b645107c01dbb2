import { Inject, Injectable } from '@nestjs/common';
import type { CompiledTemplate, RenderedContent } from '@hermod/channels';
import { type Lane, partitionOf } from '@hermod/contracts';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { InstanceLease } from '../outbound/instance-lease.ts';
import { ProviderPools } from '../outbound/provider-pools.ts';
import { type Attempt, loadAttempts, startAttempts } from '../storage/attempts.ts';
import { changeMessages, loadMessages, type Message, type MessageChange } from '../storage/messages.ts';
import { loadOptOuts, type OptOut } from '../storage/opt-outs.ts';
import { takeDue, type Taken } from '../storage/send-queue.ts';
import { Templates } from '../storage/templates.ts';
import { decideLastLook } from './last-look.ts';
import { type PlannedAttempt, planAttempts } from './plan-attempts.ts';
import { publishOutcome } from './publish-outcome.ts';
import { type Ending, renderMessage } from './render-message.ts';

/** An attempt that is written and may be called. */
export interface OpenedAttempt extends PlannedAttempt {
  readonly message: Message;
  readonly content: RenderedContent;
  /** The message has no other attempt. */
  readonly isSole: boolean;
  readonly look: Look;
}

/** When the last look was: by the database's clock, by our monotonic one, and up to when facts had been read for it. */
export interface Look {
  readonly at: Date;
  readonly monotonicMs: number;
  readonly seenUpToMs: number;
}

interface Looked {
  readonly optOuts: readonly OptOut[];
  readonly earlier: readonly Attempt[];
  readonly template: CompiledTemplate | undefined;
}

/** Sending: one transaction does the last look and writes the attempts `started`; the calls come after its commit. */
@Injectable()
export class OpenAttempts {
  readonly #messaging: Messaging;
  readonly #pools: ProviderPools;
  readonly #templates: Templates;
  readonly #lease: InstanceLease;
  readonly #secret: string;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(Templates) templates: Templates,
    @Inject(InstanceLease) lease: InstanceLease,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#pools = pools;
    this.#templates = templates;
    this.#lease = lease;
    this.#secret = config.secret;
  }

  execute(lane: Lane, due: readonly { messageId: string; recipient: string }[]): Promise<OpenedAttempt[]> {
    // Read before the transaction: what is learnt later was not known to this look.
    const seenUpTo = [...this.#messaging.caughtUp(lane).allHandledUpTo];
    const monotonicMs = performance.now();
    const recipients = new Set(due.map(({ recipient }) => recipient));
    return this.#messaging.units.runFree(lane, recipients, async (unit) => {
      const held = due.filter(({ recipient }) => unit.holds(recipient));
      const taken = await takeDue(
        unit.sql,
        held.map(({ messageId }) => messageId),
      );
      const lookFor = ({ recipient }: Message): Look => {
        const seenUpToMs = seenUpTo[partitionOf(recipient, unit.partitions)] ?? 0;
        return { at: unit.now, monotonicMs, seenUpToMs };
      };
      return this.#open(lane, taken, unit, lookFor);
    });
  }

  async #open(
    lane: Lane,
    taken: readonly Taken[],
    unit: UnitOfWork,
    lookFor: (message: Message) => Look,
  ): Promise<OpenedAttempt[]> {
    const opened: OpenedAttempt[] = [];
    const changes: MessageChange[] = [];
    for (const [message, looked] of await this.#gather(taken, unit)) {
      const { id, withdrawn } = message;
      const result = this.#look(lane, message, looked, unit);
      if ('outcome' in result) {
        changes.push({ id, status: result.outcome, reason: result.reason, withdrawn });
        publishOutcome(unit, message, looked.earlier, { ...result, answersWithdrawal: withdrawn });
      } else {
        const { planned, content } = result;
        const isSole = planned.length === 1 && looked.earlier.length === 0;
        const look = lookFor(message);
        opened.push(...planned.map((plan) => ({ ...plan, content, message, isSole, look })));
      }
    }
    await startAttempts(
      unit.sql,
      opened.map(({ attempt }) => attempt),
      unit.now,
    );
    await changeMessages(unit.sql, changes);
    return opened;
  }

  /** All that the last look asks, for all messages at once. */
  async #gather(taken: readonly Taken[], { sql }: UnitOfWork): Promise<[Message, Looked][]> {
    const queued = await loadMessages(
      sql,
      taken.map(({ messageId }) => messageId),
    );
    // An answer that came after its lease had been lost may have settled what was queued because of that.
    const messages = [...queued.values()].filter(({ status }) => status === 'open');
    const attempts = await loadAttempts(
      sql,
      taken.filter(({ tried }) => tried).map(({ messageId }) => messageId),
    );
    const optOuts = await loadOptOuts(
      sql,
      messages.map(({ recipient }) => recipient),
    );
    const names = new Set(messages.map(({ permission }) => permission.intent.template));
    const templates = await this.#templates.compiled(sql, [...names]);
    const attemptsOf = Map.groupBy(attempts, ({ messageId }) => messageId);
    const optOutsOf = Map.groupBy(optOuts, ({ recipient }) => recipient);
    return messages.map((message) => [
      message,
      {
        optOuts: optOutsOf.get(message.recipient) ?? [],
        earlier: attemptsOf.get(message.id) ?? [],
        template: templates.get(message.permission.intent.template),
      },
    ]);
  }

  #look(
    lane: Lane,
    message: Message,
    { optOuts, earlier, template }: Looked,
    unit: UnitOfWork,
  ): { planned: PlannedAttempt[]; content: RenderedContent } | Ending {
    const maybeSent = earlier.some(({ state }) => state === 'unknown');
    const look = decideLastLook(message, optOuts, (address) => hashAddress(address, this.#secret), unit.now);
    if (!look.open) return maybeSent ? { outcome: 'unknown', reason: look.reason } : look;
    const content = renderMessage(message, template);
    if ('outcome' in content) return content;
    const pool = this.#pools.of(lane);
    const planned = planAttempts(
      message,
      earlier,
      (point) => pool.eligible(message.channel, point),
      this.#lease.id,
    );
    if (planned.length === 0) {
      const accepted = earlier.some(({ state }) => state === 'accepted');
      return {
        outcome: accepted ? 'accepted' : maybeSent ? 'unknown' : 'failed',
        reason: 'NOTHING_LEFT_TO_TRY: no provider is left',
      };
    }
    return { planned, content };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { RenderedContent, Sender } from '@hermod/channels';
import { type Lane, partitionOf } from '@hermod/contracts';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import type { HandOver, Provider } from '@hermod/providers';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { LINK_BASES, type LinkBases } from '../../link-url.ts';
import { InstanceLease } from '../../outbound/instance-lease.ts';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { loadAttempts, startAttempts } from '../../storage/attempts.ts';
import {
  changeMessages,
  isLaterRung,
  loadMessages,
  type Message,
  type MessageChange,
} from '../../storage/messages.ts';
import { addLinks, type NewLink } from '../../storage/links.ts';
import { loadOptOuts } from '../../storage/opt-outs.ts';
import { enqueue, type Queued, takeDue, type Taken } from '../../storage/send-queue.ts';
import { Templates } from '../../storage/templates.ts';
import { routesOf, senderOf } from './choose-route.ts';
import { KnownSenders } from '../senders/known-senders.ts';
import type { Look } from './look.ts';
import { type Looked, type Opening, openingOf } from './opening-of.ts';
import { waysOf } from '../words/personal-ways.ts';
import type { PlannedAttempt } from './plan-attempts.ts';
import { publishOutcome } from '../outcomes/publish-outcome.ts';
import { toQueued } from '../queue/to-queued.ts';
import { reasonToTell } from '../outcomes/unknown-in-words.ts';

/** An attempt that is written and may be called. */
export interface OpenedAttempt extends PlannedAttempt {
  readonly message: Message;
  /** Absent for a message that is only looked up. */
  readonly content: RenderedContent | undefined;
  /** The message has no other attempt. */
  readonly isSole: boolean;
  readonly look: Look;
  /** How people see who writes, where the sender says so. */
  readonly brand?: HandOver['brand'];
}

/** Sending: one transaction does the last look and writes the attempts `started`; the calls come after its commit. */
@Injectable()
export class OpenAttempts {
  readonly #messaging: Messaging;
  readonly #pools: ProviderPools;
  readonly #templates: Templates;
  readonly #lease: InstanceLease;
  readonly #config: ServiceConfig;
  readonly #senders: KnownSenders;
  readonly #bases: LinkBases;
  readonly #providerOf = (id: string): Provider | undefined => this.#pools.find(id);

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(Templates) templates: Templates,
    @Inject(InstanceLease) lease: InstanceLease,
    @Inject(CONFIG) config: ServiceConfig,
    @Inject(KnownSenders) senders: KnownSenders,
    @Inject(LINK_BASES) bases: LinkBases,
  ) {
    this.#messaging = messaging;
    this.#pools = pools;
    this.#templates = templates;
    this.#lease = lease;
    this.#config = config;
    this.#senders = senders;
    this.#bases = bases;
  }

  execute(lane: Lane, due: readonly { messageId: string; recipient: string }[]): Promise<OpenedAttempt[]> {
    // Read before the transaction: what is learnt later was not known to this look.
    const caughtUp = this.#messaging.caughtUp(lane);
    const seenUpTo = [...caughtUp.allHandledUpTo];
    const reactionsUpTo = [...caughtUp.allUpstreamUpTo];
    const beforeMs = performance.now();
    const recipients = new Set(due.map(({ recipient }) => recipient));
    return this.#messaging.units.runFree(lane, recipients, async (unit) => {
      const afterMs = performance.now();
      const held = due.filter(({ recipient }) => unit.holds(recipient));
      const taken = await takeDue(
        unit.sql,
        held.map(({ messageId }) => messageId),
      );
      const lookFor = (message: Message): Look => {
        const partition = partitionOf(message.recipient, unit.partitions);
        const views = isLaterRung(message) ? [seenUpTo, reactionsUpTo] : [seenUpTo];
        return {
          at: unit.now,
          beforeMs,
          afterMs,
          seenUpToMs: Math.min(...views.map((view) => view[partition] ?? 0)),
        };
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
    const again: Queued[] = [];
    const links: NewLink[] = [];
    for (const [message, looked] of await this.#gather(taken, unit)) {
      const opening = this.#look(lane, message, looked, unit);
      const { planned, content, ending, again: later } = opening;
      links.push(...(opening.links ?? []));
      const isSole = planned.length === 1 && looked.earlier.length === 0;
      const look = lookFor(message);
      opened.push(
        ...planned.map((plan) => ({ ...this.#from(message, plan), content, message, isSole, look })),
      );
      if (later !== undefined) again.push(toQueued(message, later, unit));
      if (ending === undefined || ending.outcome === message.status) continue;
      const { id, withdrawn } = message;
      const { outcome } = ending;
      const told = { ...message, reason: ending.reason };
      const reason = reasonToTell(outcome, told, looked.earlier, this.#providerOf, unit.now);
      changes.push({ id, status: outcome, reason, withdrawn });
      publishOutcome(unit, message, looked.earlier, this.#providerOf, {
        outcome,
        reason,
        answersWithdrawal: withdrawn,
      });
    }
    const attempts = opened.map(({ attempt }) => attempt);
    await startAttempts(unit.sql, attempts, unit.now);
    await addLinks(unit.sql, links, unit.now);
    await enqueue(unit.sql, again);
    await changeMessages(unit.sql, changes);
    return opened;
  }

  /** Chooses whom an attempt comes from; one that is repeated stays with whom it was begun. */
  #from(message: Message, plan: PlannedAttempt): PlannedAttempt & Pick<OpenedAttempt, 'brand'> {
    const { attempt, contactPoint } = plan;
    const senders = this.#senders.current;
    const isNew = attempt.calledAt === null && attempt.sender === null;
    const sender = isNew
      ? senderOf(senders, message, attempt.provider, contactPoint)
      : senders.find(({ provider, address }) => provider === attempt.provider && address === attempt.sender);
    if (sender === undefined) return plan;
    return { ...plan, attempt: { ...attempt, sender: sender.address }, ...brandOf(sender) };
  }

  /** All that the last look asks, for all messages at once. */
  async #gather(taken: readonly Taken[], { sql }: UnitOfWork): Promise<[Message, Looked][]> {
    const queued = await loadMessages(
      sql,
      taken.map(({ messageId }) => messageId),
    );
    // An answer that came after its lease had been lost may have settled what was queued because of that.
    const messages = [...queued.values()].filter(({ status }) => status === 'open' || status === 'unknown');
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

  #look(lane: Lane, message: Message, looked: Looked, { now }: UnitOfWork): Opening {
    const pool = this.#pools.of(lane);
    return openingOf(message, looked, {
      eligible: (point) => routesOf(pool, this.#senders.current, message, point),
      providerOf: this.#providerOf,
      hashOf: (address) => hashAddress(address, this.#config.secret),
      waysOf: (about) => waysOf(about, { ...this.#bases, secret: this.#config.secret }),
      lease: this.#lease.id,
      now,
    });
  }
}

function brandOf({ brandName, logo }: Sender): Pick<OpenedAttempt, 'brand'> {
  if (brandName === undefined) return {};
  return { brand: { name: brandName, ...(logo === undefined ? {} : { logo }) } };
}

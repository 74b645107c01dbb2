import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type CompiledTemplate, type RenderedContent, renderTemplate } from '@hermod/channels';
import { HermodError, type Lane } from '@hermod/contracts';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { InstanceLease } from '../outbound/instance-lease.ts';
import { ProviderPools } from '../outbound/provider-pools.ts';
import { type Attempt, loadAttempts, startAttempts } from '../storage/attempts.ts';
import { changeMessages, loadMessages, type Message, type MessageChange } from '../storage/messages.ts';
import { loadOptOuts, type OptOut } from '../storage/opt-outs.ts';
import { takeDue } from '../storage/send-queue.ts';
import { Templates } from '../storage/templates.ts';
import { decideLastLook } from './last-look.ts';
import { type PlannedAttempt, planAttempts } from './plan-attempts.ts';
import { publishOutcome } from './publish-outcome.ts';

/** An attempt that is written and may be called. */
export interface OpenedAttempt extends PlannedAttempt {
  readonly message: Message;
  readonly content: RenderedContent;
  /** The database's clock and ours at the last look. */
  readonly lookedAt: { readonly database: Date; readonly monotonicMs: number };
}

interface Looked {
  readonly optOuts: readonly OptOut[];
  readonly earlier: readonly Attempt[];
  readonly template: CompiledTemplate | undefined;
}

/** How a message ends without a further attempt. */
interface Ending {
  readonly outcome: 'withdrawn' | 'expired' | 'deferred' | 'failed' | 'unknown' | 'accepted';
  readonly reason?: string | undefined;
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
    const recipients = new Set(due.map(({ recipient }) => recipient));
    return this.#messaging.units.runFree(lane, recipients, async (unit) => {
      const held = due.filter(({ recipient }) => unit.recipients.has(recipient));
      return this.#open(
        lane,
        await takeDue(
          unit.sql,
          held.map(({ messageId }) => messageId),
        ),
        unit,
      );
    });
  }

  async #open(lane: Lane, ids: readonly string[], unit: UnitOfWork): Promise<OpenedAttempt[]> {
    const messages = [...(await loadMessages(unit.sql, ids)).values()];
    // A first request that is fresh in the queue has no attempts to look for.
    const tried = messages
      .filter(({ status, request }) => status !== 'queued' || request > 0)
      .map(({ id }) => id);
    const earlier = Map.groupBy(await loadAttempts(unit.sql, tried), ({ messageId }) => messageId);
    const optOuts = Map.groupBy(
      await loadOptOuts(
        unit.sql,
        messages.map((m) => m.recipient),
      ),
      (optOut) => optOut.recipient,
    );
    const names = [...new Set(messages.map((m) => m.permission.intent.template))];
    const templates = await this.#templates.compiled(unit.sql, names);
    const opened: OpenedAttempt[] = [];
    const changes: MessageChange[] = [];
    for (const message of messages) {
      const looked = {
        optOuts: optOuts.get(message.recipient) ?? [],
        earlier: earlier.get(message.id) ?? [],
        template: templates.get(message.permission.intent.template),
      };
      const result = this.#look(lane, message, looked, unit);
      if (Array.isArray(result)) {
        opened.push(...result);
        changes.push({
          id: message.id,
          status: 'sending',
          reason: message.reason,
          withdrawn: message.withdrawn,
        });
      } else {
        const { outcome, reason } = result;
        changes.push({ id: message.id, status: outcome, reason, withdrawn: message.withdrawn });
        publishOutcome(unit, message, looked.earlier, {
          outcome,
          reason,
          answersWithdrawal: message.withdrawn,
        });
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

  #look(
    lane: Lane,
    message: Message,
    { optOuts, earlier, template }: Looked,
    unit: UnitOfWork,
  ): OpenedAttempt[] | Ending {
    const maybeSent = earlier.some(({ state }) => state === 'unknown');
    const look = decideLastLook(message, optOuts, (address) => this.#hash(address), unit.now);
    if (!look.open) return maybeSent ? { outcome: 'unknown', reason: look.reason } : look;
    const content = contentOf(message, template);
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
    const lookedAt = { database: unit.now, monotonicMs: performance.now() };
    return planned.map((plan) => ({ ...plan, message, content, lookedAt }));
  }

  #hash(address: string): string {
    return createHmac('sha256', this.#secret).update(address).digest('hex');
  }
}

/** Consent's own answers carry their text; everything else is rendered with what was true when it was permitted. */
function contentOf(
  { channel, permission }: Message,
  template: CompiledTemplate | undefined,
): RenderedContent | Ending {
  if (permission.text !== undefined) return { channel: 'sms', text: permission.text };
  const { intent, attributes } = permission;
  if (template === undefined)
    return { outcome: 'failed', reason: `TEMPLATE_MISSING: there is no template ${intent.template}` };
  if (template.channel !== channel) {
    return {
      outcome: 'failed',
      reason: `TEMPLATE_OF_ANOTHER_CHANNEL: ${intent.template} is for ${template.channel}`,
    };
  }
  try {
    return renderTemplate(template, {
      start: intent.context['event'],
      ...intent.context,
      recipient: attributes,
    });
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    return { outcome: 'failed', reason: `${error.code}: ${error.message}` };
  }
}

import {
  type CompiledTemplate,
  type OfferedReply,
  renderTemplate,
  sampleLinks,
  sampleShorten,
  sampleReply,
  textOf,
} from '@hermod/channels';
import {
  type AskedReply,
  type AttemptOutcome,
  type Channel,
  HermodError,
  type JsonObject,
  type ReceiptKind,
} from '@hermod/contracts';
import { durationMs } from '@hermod/calendar';
import type { Millis } from '../engine/run.ts';
import type { Agenda } from './agenda.ts';
import type { BehaviourOf } from './scenario.ts';

/** A message that consent has permitted. */
export interface Permitted {
  readonly messageId: string;
  readonly request: number;
  readonly channel: Channel;
  readonly template: string;
  /** What the template sees. */
  readonly context: JsonObject;
  /** The answers that it asks for. */
  readonly replies?: readonly AskedReply[] | undefined;
  readonly locale?: string | undefined;
  /** The end of the permission. */
  readonly until: Millis;
  readonly expiresAt: Millis;
  readonly handOverBy: Millis;
}

/** How the hand-over of a message ended, or had ended when it was withdrawn. */
export interface HandedOver {
  readonly message: Permitted;
  readonly outcome: AttemptOutcome;
  /** With a stable code first. */
  readonly reason: string;
  readonly calledAt?: Millis;
  readonly acceptedAt?: Millis;
  readonly answersWithdrawal: boolean;
  readonly text?: string;
}

/** Who is told what became of messages. */
export interface DeliveryListener {
  onHandedOver(handedOver: HandedOver): void;
  onReceipt(messageId: string, receipt: ReceiptKind): void;
}

interface Kept {
  readonly message: Permitted;
  state: 'queued' | 'calling' | 'ended';
  isWithdrawn: boolean;
  ending: Omit<HandedOver, 'message' | 'answersWithdrawal'> | undefined;
}

/** Nobody is behind a scenario, so its links lead nowhere. */
const PUBLIC_URL = 'https://hermod.example';
const LINKS = sampleLinks(PUBLIC_URL);
const SHORTEN = sampleShorten(PUBLIC_URL);
const offered = ({ id, text }: AskedReply): OfferedReply => sampleReply(PUBLIC_URL, id, text);

const ENDINGS = {
  accepts: ['accepted', 'ACCEPTED'],
  fails: ['failed', 'PROVIDER_REFUSED: it will not take this message'],
  unknown: ['unknown', 'OUTCOME_UNKNOWN: the call was not answered in time'],
} as const;

/**
 * Delivery and its providers as the engine sees them: every message is handed over once, expires, or is taken back, and
 * each withdrawal is answered. What delivery does within (attempts, pacing, prices) has no part in it.
 */
export class SimulatedDelivery {
  readonly #agenda: Agenda;
  readonly #templates: ReadonlyMap<string, CompiledTemplate>;
  readonly #listener: DeliveryListener;
  readonly #behaviours = new Map<Channel, BehaviourOf>();
  readonly #kept = new Map<string, Kept>();

  constructor(agenda: Agenda, templates: ReadonlyMap<string, CompiledTemplate>, listener: DeliveryListener) {
    this.#agenda = agenda;
    this.#templates = templates;
    this.#listener = listener;
  }

  /** The provider of a channel behaves otherwise from now on. */
  behave(channel: Channel, behaviour: BehaviourOf): void {
    const before = this.#behaviours.get(channel) ?? {};
    this.#behaviours.set(channel, behaviour);
    if (behaviour.for !== undefined) {
      this.#agenda.put(this.#agenda.now + durationMs(behaviour.for)!, () => {
        if (this.#behaviours.get(channel) === behaviour) this.behave(channel, before);
      });
    }
    if (behaviour.does === 'down') return;
    for (const kept of this.#queued()) if (kept.message.channel === channel) this.#call(kept, behaviour);
  }

  /** Takes a permitted message and hands it over as soon as its provider takes calls. */
  take(message: Permitted): void {
    const kept: Kept = { message, state: 'queued', isWithdrawn: false, ending: undefined };
    this.#kept.set(message.messageId, kept);
    const behaviour = this.#behaviours.get(message.channel) ?? {};
    if (behaviour.does !== 'down') return this.#call(kept, behaviour);
    const { handOverBy, until, expiresAt } = message;
    this.#agenda.put(Math.min(handOverBy, until, expiresAt), () => this.#giveUp(kept));
  }

  /** Takes a message back, and says what had happened already. A call that is under way is answered when it ends. */
  withdraw(messageId: string): void {
    const kept = this.#kept.get(messageId);
    if (kept === undefined) return;
    kept.isWithdrawn = true;
    if (kept.state === 'queued') this.#end(kept, 'withdrawn', 'WITHDRAWN: before it was handed over');
    else if (kept.state === 'ended') this.#tell(kept);
  }

  /** The last look: what waits for its provider and may not be said any more is not handed over. */
  lookAgain(maySay: (message: Permitted) => boolean): void {
    for (const kept of this.#queued())
      if (!maySay(kept.message)) this.#end(kept, 'withdrawn', 'OPTED_OUT: since it was permitted');
  }

  /** Whether a message has reached its provider, as far as is known. */
  wasHandedOver(messageId: string): boolean {
    const outcome = this.#kept.get(messageId)?.ending?.outcome;
    return outcome === 'accepted' || outcome === 'unknown';
  }

  #queued(): Kept[] {
    return [...this.#kept.values()].filter(({ state }) => state === 'queued');
  }

  #call(kept: Kept, behaviour: BehaviourOf): void {
    const { now } = this.#agenda;
    const said = this.#render(kept.message);
    if ('problem' in said) return this.#end(kept, 'failed', said.problem);
    kept.state = 'calling';
    const [outcome, reason] = ENDINGS[behaviour.does === 'down' ? 'fails' : (behaviour.does ?? 'accepts')];
    const conclude = (): void => {
      const { now: endedAt } = this.#agenda;
      const accepted = outcome === 'accepted' ? { acceptedAt: endedAt } : {};
      this.#end(kept, outcome, reason, { calledAt: now, ...accepted, ...said });
      if (outcome !== 'failed') this.#report(kept, behaviour);
    };
    if (behaviour.after === undefined) conclude();
    else this.#agenda.put(now + durationMs(behaviour.after)!, conclude);
  }

  #report({ message }: Kept, { reports, reportsAfter }: BehaviourOf): void {
    if (reports === undefined) return;
    const afterMs = reportsAfter === undefined ? 0 : durationMs(reportsAfter)!;
    this.#agenda.put(this.#agenda.now + afterMs, () => this.#listener.onReceipt(message.messageId, reports));
  }

  #giveUp(kept: Kept): void {
    if (kept.state !== 'queued') return;
    const { now } = this.#agenda;
    if (now >= kept.message.expiresAt)
      return this.#end(kept, 'expired', 'EXPIRED: the message is worth nothing any more');
    if (now >= kept.message.until)
      return this.#end(kept, 'deferred', 'PERMISSION_ENDED: the permitted window has closed');
    this.#end(kept, 'expired', 'NOT_HANDED_OVER_IN_TIME: no provider took it');
  }

  #end(
    kept: Kept,
    outcome: AttemptOutcome,
    reason: string,
    more: Pick<HandedOver, 'calledAt' | 'acceptedAt' | 'text'> = {},
  ): void {
    kept.state = 'ended';
    kept.ending = { outcome, reason, ...more };
    this.#tell(kept);
  }

  #tell({ message, ending, isWithdrawn }: Kept): void {
    this.#listener.onHandedOver({ message, ...ending!, answersWithdrawal: isWithdrawn });
  }

  /** Nothing where the template is not at hand: then it is taken for fine. */
  #render({
    template,
    channel,
    context,
    replies,
    locale,
  }: Permitted): { text?: string } | { problem: string } {
    const compiled = this.#templates.get(template);
    if (compiled === undefined) return {};
    if (compiled.channel !== channel)
      return { problem: `TEMPLATE_OF_ANOTHER_CHANNEL: ${template} is for ${compiled.channel}` };
    try {
      const rendered = renderTemplate(
        compiled,
        { links: LINKS, ...context },
        { locale, replies: replies?.map(offered), shorten: SHORTEN },
      );
      return { text: textOf(rendered) };
    } catch (error) {
      if (!(error instanceof HermodError)) throw error;
      return { problem: `${error.code}: ${error.message}` };
    }
  }
}

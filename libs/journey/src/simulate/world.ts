import type { CompiledTemplate } from '@hermod/channels';
import { decide, type Law } from '@hermod/consent-policy';
import type { InboundMeaning, ReceiptKind } from '@hermod/contracts';
import { matchAnswer, type MatchedAnswer } from '../answers/match-answer.ts';
import type { Effect, EventView, Why } from '../engine/stimulus.ts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import { Agenda } from './agenda.ts';
import { readMessageName } from './message-name.ts';
import { type Limits, Notebook, type Observed } from './notebook.ts';
import { Person } from './person.ts';
import { readingOf } from './read-scenario.ts';
import type { MessageOutcome, Scenario } from './scenario.ts';
import {
  type DeliveryListener,
  type HandedOver,
  type Permitted,
  SimulatedDelivery,
} from './simulated-delivery.ts';
import { type SimulatedRun, SimulatedRuns } from './simulated-runs.ts';

/** A message that a run has asked for. */
interface Asked {
  readonly id: string;
  readonly simulated: SimulatedRun;
  readonly effect: Extract<Effect, { kind: 'request' }>;
}

const AS: Readonly<Record<HandedOver['outcome'], MessageOutcome>> = {
  accepted: 'sent',
  failed: 'failed',
  expired: 'expired',
  withdrawn: 'withdrawn',
  deferred: 'deferred',
  unknown: 'unknown',
};

/** Everything around the engine: a clock, one recipient, consent's policy, delivery; and what can be seen of it all. */
export class World implements DeliveryListener {
  readonly agenda: Agenda;
  readonly notebook: Notebook;
  readonly person: Person;
  readonly runs: SimulatedRuns;
  readonly delivery: SimulatedDelivery;
  readonly #asked = new Map<string, Asked>();
  readonly #withdrawn = new Set<string>();
  /** Messages whose end has been observed: what answers a withdrawal may repeat it. */
  readonly #ended = new Set<string>();
  /** Why messages may be said. */
  readonly #permittedBy = new Map<string, string>();
  readonly #events = new Set<string>();

  constructor(
    scenario: Scenario,
    journeys: readonly CompiledJourney[],
    templates: ReadonlyMap<string, CompiledTemplate>,
    limits: Limits,
    law: Law,
  ) {
    const { begins } = readingOf(scenario);
    this.agenda = new Agenda(begins);
    this.notebook = new Notebook(limits);
    this.person = new Person(scenario.given, begins, law);
    this.runs = new SimulatedRuns(journeys, this, (simulated, effect) => this.#follow(simulated, effect));
    this.delivery = new SimulatedDelivery(this.agenda, templates, this);
  }

  /** A domain event comes; a copy of one that came before changes nothing. */
  hear(event: EventView): void {
    const { now } = this.agenda;
    const key = JSON.stringify([event['source'], event['id']]);
    const what = `event ${String(event['type'])}`;
    if (this.#events.has(key)) return this.notebook.tell({ at: now, what: `${what} (a copy)` });
    this.#events.add(key);
    this.notebook.tell({ at: now, what });
    const isAboutPerson = event['recipient'] === this.person.id;
    // What is said to come from the future would count for ever.
    const said = Math.min(Date.parse(String(event['time'])), now);
    if (isAboutPerson) this.person.noteEvent(String(event['type']), said);
    this.runs.hear(event, isAboutPerson);
  }

  /** A report about the newest message of that name. Returns what is wrong when there is none, or it was not sent. */
  signal(name: string, receipt: ReceiptKind): string | undefined {
    const sent = this.#sent(name);
    if (typeof sent === 'string') return sent;
    this.onReceipt(sent.id, receipt);
    return undefined;
  }

  /** The newest message of that name that was sent, or what is wrong. */
  #sent(name: string): Asked | string {
    const { channel, step } = readMessageName(name);
    const named = [...this.#asked.values()].filter(
      ({ effect: { intent } }) =>
        (channel === undefined || intent.channel === channel) && (step === undefined || intent.step === step),
    );
    if (named.length === 0) return `there is no message \`${name}\` at that time`;
    const sent = named.findLast(({ id }) => this.delivery.wasHandedOver(id));
    return sent ?? `\`${name}\` is not sent at that time`;
  }

  /** The person gives a reply by the chip or the link of a message. Returns what is wrong when that can't be. */
  answer(name: string, reply: string): string | undefined {
    const sent = this.#sent(name);
    if (typeof sent === 'string') return sent;
    const { run, journey } = sent.simulated;
    const { step } = journey.steps.get(sent.effect.intent.step)!;
    if (!('ask' in step) || !step.replies.some(({ id }) => id === reply))
      return `\`${name}\` offers no reply \`${reply}\``;
    this.#tellAnswer({ runId: run.id, messageId: sent.id, reply }, 'tapped');
    return undefined;
  }

  /** The person writes: it answers the newest open question, if it answers one. */
  hearText(text: string, meaning: InboundMeaning): void {
    const runs = this.runs.all;
    const matched = matchAnswer(runs, { channel: 'sms', text, meaning });
    if (matched !== undefined) this.#tellAnswer(matched, 'written', text);
  }

  #tellAnswer({ runId, messageId, reply }: MatchedAnswer, how: string, text?: string): void {
    const { now } = this.agenda;
    this.person.noteSignal('replied', now);
    const why = { rule: how, values: {} };
    this.runs.tell(runId, { kind: 'answer', messageId, reply, text, at: now, why });
  }

  /** The recipient wants no more of what a scope covers: open messages go back, and what is queued is looked at again. */
  optOut(scope: Parameters<SimulatedRuns['optOut']>[0], why: Why): void {
    this.runs.optOut(scope, why);
    this.delivery.lookAgain((message) => this.#maySay(message));
  }

  onReceipt(messageId: string, receipt: ReceiptKind): void {
    const { simulated } = this.#asked.get(messageId)!;
    const at = new Date(this.agenda.now);
    this.person.noteSignal(receipt, this.agenda.now);
    const why = { rule: `${receipt} reported`, values: { at: at.toISOString() } };
    this.runs.tell(simulated.run.id, { kind: 'receipt', messageId, receipt, why });
  }

  onHandedOver({
    message,
    outcome,
    reason,
    calledAt,
    acceptedAt,
    answersWithdrawal,
    text,
  }: HandedOver): void {
    const { messageId, request } = message;
    const asked = this.#asked.get(messageId)!;
    if (!this.#ended.has(messageId)) {
      const rule = outcome === 'accepted' ? this.#permittedBy.get(messageId)! : reason.split(':')[0]!;
      const about = { as: AS[outcome], rule };
      this.#observe(asked, text === undefined ? about : { ...about, text });
    }
    if (outcome !== 'deferred') this.#ended.add(messageId);
    const why = { rule: reason, values: {} };
    const told = { kind: 'attempted', messageId, request, outcome, answersWithdrawal, why } as const;
    this.runs.tell(asked.simulated.run.id, { ...told, calledAt, acceptedAt });
  }

  #follow(simulated: SimulatedRun, effect: Effect): void {
    const { run } = simulated;
    const { now } = this.agenda;
    if (effect.kind === 'tell') return this.notebook.tell({ ...effect.entry, journey: run.journey });
    if (effect.kind === 'request') {
      this.notebook.countMessage();
      const asked = { id: effect.messageId, simulated, effect };
      this.#asked.delete(asked.id);
      this.#asked.set(asked.id, asked);
      return this.agenda.soon(() => this.#decide(asked));
    }
    if (effect.kind === 'withdraw') {
      this.#withdrawn.add(effect.messageId);
      return this.agenda.soon(() => this.delivery.withdraw(effect.messageId));
    }
    if (effect.kind === 'publish') return this.#publish(simulated, effect);
    if (effect.kind === 'progress' && effect.what === 'ended') {
      const { journey, vars: variables } = run;
      this.notebook.observe({ kind: 'ended', at: now, journey, outcome: effect.outcome!, variables });
    }
  }

  #publish(
    { run: { journey } }: SimulatedRun,
    { id, type, data, hop }: Extract<Effect, { kind: 'publish' }>,
  ): void {
    const { now } = this.agenda;
    this.notebook.observe({ kind: 'published', at: now, journey, type, data });
    const time = new Date(now).toISOString();
    const source = `/hermod/journeys/${journey}`;
    this.agenda.soon(() => this.hear({ id, source, type, time, recipient: this.person.id, data, hop }));
  }

  #decide(asked: Asked): void {
    const { effect, simulated } = asked;
    const { messageId, request } = effect;
    const { now } = this.agenda;
    const isWithdrawn = this.#withdrawn.has(messageId);
    const decision = decide(questionOf(asked), this.person.facts(isWithdrawn), new Date(now));
    const { rule, values, ledger } = decision.why;
    const why = { rule, values: ledger === undefined ? values : { ...values, ledger } };
    if (decision.decision === 'permitted') {
      this.#permittedBy.set(messageId, rule);
      const until = decision.until?.getTime() ?? simulated.run.expiresAt;
      return this.delivery.take(toPermitted(asked, until, now, this.person));
    }
    this.#observe(asked, { as: decision.decision, rule });
    const told = { kind: 'decided', messageId, request, why } as const;
    const answer =
      decision.decision === 'deferred'
        ? { decision: 'deferred' as const, until: decision.until.getTime() }
        : { decision: 'refused' as const, of: decision.of };
    this.runs.tell(simulated.run.id, { ...told, ...answer });
  }

  #maySay({ messageId }: Permitted): boolean {
    const question = questionOf(this.#asked.get(messageId)!);
    return decide(question, this.person.facts(false), new Date(this.agenda.now)).decision !== 'refused';
  }

  #observe(
    { effect: { intent }, simulated }: Asked,
    about: Pick<Extract<Observed, { kind: 'message' }>, 'as' | 'rule' | 'text'>,
  ): void {
    const { step, channel, template } = intent;
    const { journey } = simulated.run;
    this.notebook.observe({
      kind: 'message',
      at: this.agenda.now,
      journey,
      step,
      channel,
      template,
      ...about,
    });
  }
}

function questionOf({ effect, simulated: { run, journey } }: Asked): Parameters<typeof decide>[0] {
  const { channel } = effect.intent;
  const { topic } = journey.document;
  return { channel, purpose: run.purpose, topic, expiresAt: new Date(run.expiresAt) };
}

function toPermitted(
  { id: messageId, effect, simulated: { run, start } }: Asked,
  until: number,
  now: number,
  { attributes: recipient, locale }: Pick<Person, 'attributes' | 'locale'>,
): Permitted {
  const { channel, template, handOverWithinMs, replies } = effect.intent;
  const context = { start, event: start, vars: run.vars, recipient };
  const limits = { until, expiresAt: run.expiresAt, handOverBy: now + handOverWithinMs };
  return { messageId, request: effect.request, channel, template, context, replies, locale, ...limits };
}

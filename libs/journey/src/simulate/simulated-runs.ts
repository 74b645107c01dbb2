import { covers, type ConsentScope, satisfies, type Signal, SIGNALS } from '@hermod/contracts';
import { advance } from '../engine/advance.ts';
import { nextDue, type Millis, type Run } from '../engine/run.ts';
import { type Beginning, decideOnce, decideStart, newRun, type OnceRule } from '../engine/start-run.ts';
import type { Effect, EventView, Stimulus, Why } from '../engine/stimulus.ts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import { type AudienceScope, holds } from '../language/condition.ts';
import type { Agenda } from './agenda.ts';
import type { Notebook } from './notebook.ts';
import type { Person } from './person.ts';

/** A run, the journey it is of and the event that started it. */
export interface SimulatedRun {
  run: Run;
  readonly journey: CompiledJourney;
  readonly start: EventView;
}

/** Who does what runs ask of the world. */
export type OnEffect = (simulated: SimulatedRun, effect: Effect) => void;

/** The runs of a scenario: started, told and woken as routing does it, one recipient's. */
export class SimulatedRuns {
  readonly #journeys: readonly CompiledJourney[];
  readonly #agenda: Agenda;
  readonly #person: Person;
  readonly #notebook: Notebook;
  readonly #onEffect: OnEffect;
  readonly #runs = new Map<string, SimulatedRun>();
  readonly #paused = new Set<string>();
  readonly #onceStarts = new Map<string, string>();

  constructor(
    journeys: readonly CompiledJourney[],
    around: { agenda: Agenda; person: Person; notebook: Notebook },
    onEffect: OnEffect,
  ) {
    this.#journeys = journeys;
    this.#agenda = around.agenda;
    this.#person = around.person;
    this.#notebook = around.notebook;
    this.#onEffect = onEffect;
  }

  /** All of them, in the order in which they started. */
  get all(): readonly SimulatedRun[] {
    return [...this.#runs.values()];
  }

  find(id: string): SimulatedRun | undefined {
    return this.#runs.get(id);
  }

  /** A domain event comes: running runs hear it, journeys that wait for it start. */
  hear(event: EventView, isAboutPerson: boolean): void {
    const taken = new Set<string>();
    if (isAboutPerson) {
      for (const { run, journey } of this.#running()) {
        if (!journey.hears.has(String(event['type']))) continue;
        const effects = this.tell(run.id, { kind: 'event', event });
        if (effects.some(({ kind }) => kind === 'collected')) taken.add(run.journey);
      }
    }
    const concerned = this.#journeys.filter(({ document }) => document.start.on === event['type']);
    for (const journey of concerned) {
      const { journey: name, start } = journey.document;
      if (start.audience !== undefined || taken.has(name) || !isAboutPerson) continue;
      this.#startIf(journey, event, decideStart(journey, this.#scope(event)));
    }
    for (const journey of concerned)
      if (journey.document.start.audience !== undefined) this.#launchBy(event, journey, isAboutPerson);
  }

  /** The audience of a journey starts: the recipient is of it, or not. */
  launch(journey: CompiledJourney, event: EventView): void {
    const { audienceWhere } = journey;
    const verdict =
      audienceWhere === undefined ? { holds: true } : holds(audienceWhere, this.#audienceScope(event));
    if (!verdict.holds) {
      const because = verdict.missing ?? `start.audience.where: ${audienceWhere!.source}`;
      return this.#notStarted(journey, because);
    }
    // `when` is about the event of `on`, and was judged when that came.
    const { startWhen: _when, ...withoutWhen } = journey;
    this.#startIf(journey, event, decideOnce(withoutWhen, this.#scope(event)));
  }

  /** `when` of a launch is judged by the event and whom it names; of somebody else nothing is known here. */
  #launchBy(event: EventView, journey: CompiledJourney, isAboutPerson: boolean): void {
    const { once: _once, ...withoutOnce } = journey;
    const scope = isAboutPerson ? this.#scope(event) : { ...this.#scope(event), recipient: {} };
    const beginning = decideStart(withoutOnce, scope);
    if (beginning.starts) this.launch(journey, event);
    else this.#notStarted(journey, beginning.because);
  }

  /** Tells a run something; what it asks of the world is done behind it. */
  tell(id: string, stimulus: Stimulus): readonly Effect[] {
    this.#notebook.countAdvance();
    const simulated = this.#runs.get(id)!;
    const { journey, start } = simulated;
    const paused = this.#paused.has(journey.document.journey);
    const surroundings = { start, recipient: this.#person.view, paused };
    const { run, effects } = advance(journey, simulated.run, surroundings, stimulus, this.#agenda.now);
    simulated.run = run;
    const after = { ...simulated };
    for (const effect of effects) this.#onEffect(after, effect);
    return effects;
  }

  /** When the next timer is due, whose, or undefined. Nothing of a paused journey is. */
  get nextTimer(): { readonly at: Millis; readonly id: string } | undefined {
    let next: { at: Millis; id: string } | undefined;
    for (const { run } of this.#running()) {
      const at = this.#paused.has(run.journey) ? undefined : nextDue(run);
      if (at !== undefined && (next === undefined || at < next.at)) next = { at, id: run.id };
    }
    return next;
  }

  pause(journey: string): void {
    this.#paused.add(journey);
  }

  resume(journey: string): void {
    this.#paused.delete(journey);
  }

  /** Ends the running runs of a journey from outside. */
  cancel(journey: string): void {
    for (const { run } of this.#running())
      if (run.journey === journey)
        this.tell(run.id, { kind: 'cancel', why: { rule: 'cancelled', values: {} } });
  }

  /** Takes back the open messages that a withdrawal covers; one contact point's is left to delivery's last look. */
  optOut(scope: ConsentScope, why: Why): void {
    if (scope.contactPoint !== undefined) return;
    for (const { run, journey } of this.#running()) {
      const { topic } = journey.document;
      const messages = Object.values(run.messages)
        .filter(({ state }) => state === 'requested' || state === 'deferred')
        .filter(({ channel }) => covers(scope, { channel, purpose: run.purpose, topic }))
        .map(({ id }) => id);
      if (messages.length > 0) this.tell(run.id, { kind: 'opted-out', messages, why });
    }
  }

  #running(): SimulatedRun[] {
    return this.all.filter(({ run }) => run.status === 'running');
  }

  #scope(event: EventView) {
    return { event, start: event, recipient: this.#person.view, vars: {}, now: new Date(this.#agenda.now) };
  }

  #audienceScope(event: EventView): AudienceScope {
    const { lastEvent, lastSignal, view: recipient } = this.#person;
    return { event, recipient, lastEvent, lastSignal: implied(lastSignal), now: new Date(this.#agenda.now) };
  }

  #startIf(journey: CompiledJourney, event: EventView, beginning: Beginning): void {
    if (!beginning.starts) return this.#notStarted(journey, beginning.because);
    const { journey: name } = journey.document;
    if (this.#paused.has(name)) return this.#notStarted(journey, 'the journey is paused');
    const run = newRun(journey, 1, event, this.#person.id, this.#agenda.now);
    if (this.#runs.has(run.id)) return this.#notStarted(journey, 'this event has started a run before');
    if (beginning.once !== undefined && !this.#take(name, beginning.once, run.id))
      return this.#notStarted(journey, 'start.once: the value has started a run before');
    this.#runs.set(run.id, { run, journey, start: event });
    this.tell(run.id, { kind: 'start' });
  }

  /** Takes a value for a run. False when it counts already. */
  #take(journey: string, { value, withinMs }: OnceRule, runId: string): boolean {
    const key = `${journey} ${value}`;
    const last = this.#runs.get(this.#onceStarts.get(key) ?? '')?.run;
    const counts =
      last !== undefined &&
      (withinMs === undefined ? last.status === 'running' : this.#agenda.now - last.startedAt < withinMs);
    if (!counts) this.#onceStarts.set(key, runId);
    return !counts;
  }

  #notStarted({ document }: CompiledJourney, because: string): void {
    const why = { rule: because, values: {} };
    this.#notebook.tell({ at: this.#agenda.now, journey: document.journey, what: 'not started', why });
  }
}

/** Who clicked has opened, whether that was reported or not: the later time counts. */
function implied(reported: Readonly<Record<string, Date>>): Record<string, Date> {
  const names = Object.keys(reported) as Signal[];
  const times = SIGNALS.flatMap((wanted) => {
    const at = names.filter((name) => satisfies(name, wanted)).map((name) => reported[name]!.getTime());
    return at.length === 0 ? [] : [[wanted, new Date(Math.max(...at))] as const];
  });
  return Object.fromEntries(times);
}

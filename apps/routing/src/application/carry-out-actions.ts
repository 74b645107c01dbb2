import { Inject, Injectable } from '@nestjs/common';
import { laneOf, partitionOf } from '@hermod/contracts';
import { compileJourney, nextDue, type Run } from '@hermod/journey';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import { startSpan } from '@hermod/telemetry';
import { claimAction, JourneyActions, moveAction, type OpenAction } from '../storage/journey-actions.ts';
import { clearParked, markUnreadable, type ParkedTimer, ParkedTimers } from '../storage/parked-timers.ts';
import { type RunTimer, setTimers } from '../storage/run-timers.ts';
import { type RunningRun, RunsInFlight } from '../storage/runs-in-flight.ts';
import { JourneyCatalog } from './journey-catalog.ts';
import { RunChanges } from './run-changes.ts';

/** So many runs are told in one unit of work. */
const AT_ONCE = 100;

/**
 * Tells runs what people did to their journey: ends those of a cancelled version, and brings back the timers of a resumed
 * journey. Batch by batch, each in one unit of work that also notes how far it is: whatever dies, another instance goes
 * on behind the last batch, and every run is told once.
 */
@Injectable()
export class CarryOutActions {
  readonly #messaging: Messaging;
  readonly #catalog: JourneyCatalog;
  readonly #actions: JourneyActions;
  readonly #inFlight: RunsInFlight;
  readonly #parked: ParkedTimers;
  #lookedAtUpTo: string | null = null;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
    @Inject(JourneyActions) actions: JourneyActions,
    @Inject(RunsInFlight) inFlight: RunsInFlight,
    @Inject(ParkedTimers) parked: ParkedTimers,
  ) {
    this.#messaging = messaging;
    this.#catalog = catalog;
    this.#actions = actions;
    this.#inFlight = inFlight;
    this.#parked = parked;
  }

  /** Does one batch of every open action. False when there was nothing to do, or others do it. */
  async execute(): Promise<boolean> {
    let worked = false;
    for (const action of await this.#actions.open()) {
      const done = action.action === 'cancelled' ? await this.#cancel(action) : await this.#bringBack(action);
      worked ||= done;
    }
    return worked;
  }

  /** Brings back timers that an earlier build did not understand, if this one does: one page of them, then the next. */
  async lookAtUnreadable(): Promise<void> {
    const page = await this.#parked.unreadable(this.#lookedAtUpTo, AT_ONCE);
    this.#lookedAtUpTo = page.at(-1)?.runId ?? null;
    if (page.length === 0) return;
    await this.#messaging.units.runFree('plain', recipientsOf(page), async (unit) => {
      await this.#restore(
        unit,
        page.filter(({ recipient }) => unit.holds(recipient)),
      );
    });
  }

  async #cancel(action: OpenAction): Promise<boolean> {
    const { journey, version, at, upToRun } = action;
    const page = await this.#inFlight.next({
      journey,
      version: version!,
      startedBy: at,
      after: upToRun,
      limit: AT_ONCE,
    });
    if (page.length === 0) {
      await this.#actions.endPass(action);
      return false;
    }
    return this.#messaging.units.run('plain', recipientsOf(page), async (unit) => {
      if (!(await claimAction(unit.sql, action))) return false;
      const ended = await this.#end(unit, action, page);
      await moveAction(unit.sql, action.id, page.at(-1)!.id, ended);
      return true;
    });
  }

  /** Ends runs; returns how many went on up to now. */
  async #end(unit: UnitOfWork, action: OpenAction, page: readonly RunningRun[]): Promise<number> {
    const changes = RunChanges.of(unit, this.#catalog);
    await changes.load(
      page.map(({ id }) => id),
      IN_PLACE,
    );
    const { by, reason, version } = action;
    const values = { by, version, ...(reason === null ? {} : { reason }) };
    const why = { rule: 'version cancelled', values };
    let ended = 0;
    for (const { id } of page) {
      const origin = changes.get(id)?.stored.traceparent;
      const about = { origin, kind: 'internal', attributes: { 'hermod.run_id': id } } as const;
      const span = startSpan('run.cancel', about);
      if (changes.apply(id, { kind: 'cancel', why }, {}, span.traceparent).length > 0) ended += 1;
      span.end();
    }
    await clearParked(
      unit.sql,
      page.flatMap(({ id }) => (changes.get(id) === undefined ? [] : [id])),
    );
    return ended;
  }

  async #bringBack(action: OpenAction): Promise<boolean> {
    const page = await this.#parked.ofJourney(action.journey, action.upToRun, AT_ONCE);
    if (page.length === 0) {
      await this.#actions.endPass(action);
      return false;
    }
    return this.#messaging.units.run('plain', recipientsOf(page), async (unit) => {
      if (!(await claimAction(unit.sql, action))) return false;
      const { unreadable, restored } = await this.#restore(unit, page);
      await markUnreadable(unit.sql, unreadable);
      await moveAction(unit.sql, action.id, page.at(-1)!.runId, restored);
      return true;
    });
  }

  /** Sets the timers of runs as the runs themselves have them. Those that are not understood stay where they are. */
  async #restore(
    unit: UnitOfWork,
    page: readonly ParkedTimer[],
  ): Promise<{ unreadable: string[]; restored: number }> {
    const changes = RunChanges.of(unit, this.#catalog);
    await changes.load(page.map(({ runId }) => runId));
    const runs = page.flatMap(({ runId }) => changes.get(runId)?.stored.run ?? []);
    const timers = runs.flatMap((run) => timerOf(run, unit.partitions) ?? []);
    await setTimers(unit.sql, timers);
    await clearParked(
      unit.sql,
      runs.map(({ id }) => id),
    );
    const unreadable = page.flatMap(({ runId }) => (changes.get(runId) === undefined ? [runId] : []));
    return { unreadable, restored: timers.length };
  }
}

/** Stands for a version that this build doesn't understand: ending a run takes none of its steps. */
const IN_PLACE = compileJourney({
  journey: 'cancelled',
  purpose: 'transactional',
  start: { on: 'none' },
  steps: [{ id: 'end', end: 'cancelled' }],
});

const recipientsOf = (page: readonly { readonly recipient: string }[]): Set<string> =>
  new Set(page.map(({ recipient }) => recipient));

function timerOf(run: Run, partitions: number): RunTimer | undefined {
  const due = nextDue(run);
  if (due === undefined) return undefined;
  const { id, recipient, purpose } = run;
  const partition = partitionOf(recipient, partitions);
  return { runId: id, recipient, partition, urgent: laneOf(purpose) === 'urgent', dueAt: new Date(due) };
}

import { Inject, Injectable } from '@nestjs/common';
import { laneOf, partitionOf } from '@hermod/contracts';
import { compileJourney, nextDue, type Run } from '@hermod/journey';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import { type Logger, startSpan } from '@hermod/telemetry';
import { claimAction, JourneyActions, moveAction, type OpenAction } from '../../storage/journey-actions.ts';
import { clearParked, markUnreadable, type ParkedTimer, ParkedTimers } from '../../storage/parked-timers.ts';
import { type RunTimer, setTimers } from '../../storage/run-timers.ts';
import { type RunningRun, RunsInFlight } from '../../storage/runs-in-flight.ts';
import { JourneyCatalog } from './journey-catalog.ts';
import { RunChanges } from '../runs/run-changes.ts';

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
  readonly #log: Logger;
  /** By action: so many of its runs are still told one by one. */
  readonly #singly = new Map<string, number>();
  #lookedAtUpTo: string | null = null;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
    @Inject(JourneyActions) actions: JourneyActions,
    @Inject(RunsInFlight) inFlight: RunsInFlight,
    @Inject(ParkedTimers) parked: ParkedTimers,
    @Inject(LOG) log: Logger,
  ) {
    this.#log = log;
    this.#messaging = messaging;
    this.#catalog = catalog;
    this.#actions = actions;
    this.#inFlight = inFlight;
    this.#parked = parked;
  }

  /** Does one batch of every open action. False when there was nothing to do, others do it, or it failed. */
  async execute(): Promise<boolean> {
    let worked = false;
    for (const action of await this.#actions.open()) worked = (await this.#carryOut(action)) || worked;
    return worked;
  }

  /** One that fails holds up no other; of a batch that fails the runs are told one by one, and the one at fault is left out. */
  async #carryOut(action: OpenAction): Promise<boolean> {
    const singly = this.#singly.get(action.id) ?? 0;
    const limit = singly > 0 ? 1 : AT_ONCE;
    const page = await this.#pageOf(action, limit);
    if (page.length === 0) {
      await this.#actions.endPass(action);
      return false;
    }
    this.#singly.set(action.id, Math.max(0, singly - 1));
    try {
      return await this.#messaging.units.run('plain', recipientsOf(page), (unit) =>
        this.#tell(unit, action, page),
      );
    } catch (error) {
      const { id, journey } = action;
      this.#log.warn({ action: id, journey, error: String(error) }, 'runs could not be told of an action');
      if (limit > 1) this.#singly.set(id, page.length);
      else await this.#actions.passOver(action, page[0]!.runId);
      return false;
    }
  }

  #pageOf(action: OpenAction, limit: number): Promise<readonly RunningRun[]> {
    const { journey, version, at, upToRun } = action;
    if (action.action === 'resumed') return this.#parked.ofJourney(journey, upToRun, limit);
    return this.#inFlight.next({ journey, version: version!, startedBy: at, after: upToRun, limit });
  }

  /** Tells runs of an action, unless another instance was faster. False when nothing came of it. */
  async #tell(unit: UnitOfWork, action: OpenAction, page: readonly RunningRun[]): Promise<boolean> {
    if (!(await claimAction(unit.sql, action))) return false;
    const told =
      action.action === 'cancelled' ? await this.#end(unit, action, page) : await this.#bringBack(unit, page);
    await moveAction(unit.sql, action.id, page.at(-1)!.runId, told);
    return told > 0;
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

  /** Ends runs; returns how many went on up to now. */
  async #end(unit: UnitOfWork, action: OpenAction, page: readonly RunningRun[]): Promise<number> {
    const changes = RunChanges.of(unit, this.#catalog);
    await changes.load(
      page.map(({ runId }) => runId),
      IN_PLACE,
    );
    const { by, reason, version } = action;
    const values = { by, version, ...(reason === null ? {} : { reason }) };
    const why = { rule: 'version cancelled', values };
    let ended = 0;
    for (const { runId: id } of page) {
      const origin = changes.get(id)?.stored.traceparent;
      const about = { origin, kind: 'internal', attributes: { 'hermod.run_id': id } } as const;
      const span = startSpan('run.cancel', about);
      if (changes.apply(id, { kind: 'cancel', why }, {}, span.traceparent).length > 0) ended += 1;
      span.end();
    }
    await clearParked(
      unit.sql,
      page.flatMap(({ runId }) => (changes.get(runId) === undefined ? [] : [runId])),
    );
    return ended;
  }

  /** Brings timers back; returns how many. Those that are not understood wait for a build that does. */
  async #bringBack(unit: UnitOfWork, page: readonly ParkedTimer[]): Promise<number> {
    const { unreadable, restored } = await this.#restore(unit, page);
    await markUnreadable(unit.sql, unreadable);
    return restored;
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

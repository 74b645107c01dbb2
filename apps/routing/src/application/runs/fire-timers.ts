import { Inject, Injectable } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS, startSpan } from '@hermod/telemetry';
import { type DueTimer, lockDueTimers } from '../../storage/run-timers.ts';
import { holdPaused, parkTimers } from '../../storage/parked-timers.ts';
import { AdvanceRuns } from './advance-runs.ts';
import { JourneyCatalog } from '../journeys/journey-catalog.ts';
import { RunChanges } from './run-changes.ts';

const fired = counterOf(METRICS.timersFired);

/**
 * Wakes runs whose timers are due. Each fires once: whoever holds the recipient finds the timer, or finds it gone. Timers
 * of paused journeys, and of runs that this build doesn't understand, are parked, so that they are not found again and again.
 */
@Injectable()
export class FireTimers {
  readonly #messaging: Messaging;
  readonly #advanceRuns: AdvanceRuns;
  readonly #catalog: JourneyCatalog;
  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(AdvanceRuns) advanceRuns: AdvanceRuns,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
  ) {
    this.#messaging = messaging;
    this.#advanceRuns = advanceRuns;
    this.#catalog = catalog;
  }

  /** Returns how many fired or were parked; fewer than were due when another instance holds their recipients. */
  execute(lane: Lane, due: readonly DueTimer[]): Promise<number> {
    const recipients = new Set(due.map((timer) => timer.recipient));
    return this.#messaging.units.runFree(lane, recipients, async (unit) => {
      const held = due.filter((timer) => unit.holds(timer.recipient));
      const ids = await lockDueTimers(unit.sql, held);
      const dueAt = new Map(held.map((timer) => [timer.runId, timer.dueAt.getTime()]));
      const changes = RunChanges.of(unit, this.#catalog);
      await changes.load(ids);
      const firing = ids.filter((id) => changes.get(id)?.paused === false);
      const parked = await park(unit, changes, ids);
      await this.#fire(unit, changes, firing, dueAt);
      unit.afterCommit(() => fired.inc({ lane }, firing.length));
      return firing.length + parked;
    });
  }

  async #fire(
    unit: UnitOfWork,
    changes: RunChanges,
    ids: readonly string[],
    dueAt: ReadonlyMap<string, number>,
  ): Promise<void> {
    const spans = ids.map((runId) => ({
      runId,
      span: startTimerSpan(runId, changes.get(runId)?.stored.traceparent),
    }));
    const stimuli = spans.map(({ runId, span }) => ({
      runId,
      // Caught up to this timer's time, not to that of the run's later ones.
      stimulus: { kind: 'tick', upTo: dueAt.get(runId) } as const,
      traceparent: span.traceparent,
    }));
    try {
      await this.#advanceRuns.execute(stimuli, unit);
    } finally {
      for (const { span } of spans) span.end();
    }
  }
}

/** Parks what nothing can come of. Those of a journey that was resumed just now stay, to be found again. */
async function park(unit: UnitOfWork, changes: RunChanges, ids: readonly string[]): Promise<number> {
  const unreadable = ids.filter((id) => changes.get(id) === undefined);
  await parkTimers(unit.sql, unreadable, 'unreadable');
  const journeyOf = (id: string): string | undefined => {
    const known = changes.get(id);
    return known?.paused === true ? known.stored.run.journey : undefined;
  };
  const journeys = new Set(ids.flatMap((id) => journeyOf(id) ?? []));
  const stillPaused = await holdPaused(unit.sql, [...journeys]);
  const paused = ids.filter((id) => stillPaused.has(journeyOf(id) ?? ''));
  await parkTimers(unit.sql, paused, 'paused');
  return unreadable.length + paused.length;
}

/** A fired timer starts a trace of its own, linked to the one in which the run began. */
function startTimerSpan(runId: string, origin: string | undefined): ReturnType<typeof startSpan> {
  return startSpan('timer.fire', { origin, kind: 'internal', attributes: { 'hermod.run_id': runId } });
}

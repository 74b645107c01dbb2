import { deriveId, laneOf, partitionOf } from '@hermod/contracts';
import {
  advance,
  type CompiledJourney,
  type Effect,
  nextDue,
  type Stimulus,
  type Surroundings,
} from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { readTraceparent } from '@hermod/telemetry';
import { insertRuns, type StoredRun, updateRuns } from '../storage/journey-runs.ts';
import { appendEntries, type StoredEntry } from '../storage/run-entries.ts';
import { clearTimers, type RunTimer, setTimers } from '../storage/run-timers.ts';

/** A run within a unit of work, with what is to come of it. */
interface Changed {
  stored: StoredRun;
  readonly journey: CompiledJourney;
  readonly isNew: boolean;
  /** When its timer stood before the unit. */
  readonly dueBefore: number | undefined;
  readonly effects: { effect: Effect; traceparent: string | undefined }[];
}

/**
 * Collects what stimuli do to runs in one unit of work, then writes each table once and publishes. A run that
 * several facts concern is loaded and written once.
 */
export class RunChanges {
  readonly #unit: UnitOfWork;
  readonly #changed = new Map<string, Changed>();

  constructor(unit: UnitOfWork) {
    this.#unit = unit;
  }

  /** The run as it stands after the stimuli so far. */
  get(id: string): StoredRun | undefined {
    return this.#changed.get(id)?.stored;
  }

  add(stored: StoredRun, journey: CompiledJourney, isNew: boolean): void {
    if (this.#changed.has(stored.run.id)) return;
    const dueBefore = isNew ? undefined : nextDue(stored.run);
    this.#changed.set(stored.run.id, { stored, journey, isNew, dueBefore, effects: [] });
  }

  /** Advances a run that was added. */
  apply(
    id: string,
    stimulus: Stimulus,
    recipient: Surroundings['recipient'],
    traceparent: string | undefined,
  ): void {
    const changed = this.#changed.get(id);
    if (changed === undefined) return;
    const surroundings = { start: changed.stored.event, recipient };
    const { run, effects } = advance(
      changed.journey,
      changed.stored.run,
      surroundings,
      stimulus,
      this.#unit.now.getTime(),
    );
    changed.stored = { ...changed.stored, run };
    for (const effect of effects) changed.effects.push({ effect, traceparent });
  }

  /** Writes runs, timers and stories, and publishes what follows. Runs that were there already start nothing. */
  async write(): Promise<void> {
    const { sql } = this.#unit;
    const all = [...this.#changed.values()];
    const inserted = await insertRuns(
      sql,
      all.filter((c) => c.isNew).map((c) => c.stored),
    );
    const touched = all.filter((c) => (c.isNew ? inserted.has(c.stored.run.id) : c.effects.length > 0));
    await updateRuns(
      sql,
      touched.filter((c) => !c.isNew).map((c) => c.stored),
    );
    await this.#writeTimers(touched);
    await appendEntries(sql, touched.map(storyOf));
    for (const changed of touched)
      for (const { effect, traceparent } of changed.effects) this.#publish(changed, effect, traceparent);
  }

  async #writeTimers(touched: readonly Changed[]): Promise<void> {
    const set: RunTimer[] = [];
    const clear: string[] = [];
    for (const { stored, dueBefore } of touched) {
      const due = nextDue(stored.run);
      if (due === dueBefore) continue;
      const { id, recipient, purpose } = stored.run;
      if (due === undefined) clear.push(id);
      else {
        const partition = partitionOf(recipient, this.#unit.partitions);
        set.push({
          runId: id,
          recipient,
          partition,
          urgent: laneOf(purpose) === 'urgent',
          dueAt: new Date(due),
        });
      }
    }
    await setTimers(this.#unit.sql, set);
    await clearTimers(this.#unit.sql, clear);
  }

  #publish({ stored, journey }: Changed, effect: Effect, traceparent: string | undefined): void {
    const { run } = stored;
    const { recipient, id: runId } = run;
    const lanes = [laneOf(run.purpose)];
    const at = this.#unit.now.toISOString();
    if (effect.kind === 'request') {
      const id = deriveId('requested', effect.messageId, effect.request);
      this.#unit.publish('messageRequested', toRequested(stored, journey, effect), {
        id,
        recipient,
        traceparent,
        lanes,
      });
    } else if (effect.kind === 'withdraw') {
      const { messageId, reason } = effect;
      const id = deriveId('withdrawn', messageId);
      this.#unit.publish(
        'messageWithdrawn',
        { messageId, runId, recipient, reason, at },
        { id, recipient, traceparent, lanes },
      );
    } else if (effect.kind === 'progress') {
      const { kind: _kind, ...what } = effect;
      const visit = effect.step === undefined ? 0 : (run.visits[effect.step] ?? 0);
      const id = deriveId('progressed', runId, effect.what, effect.step ?? '', visit);
      const fact = { runId, journey: run.journey, version: run.version, recipient, ...what, at };
      this.#unit.publish('journeyProgressed', fact, { id, recipient, traceparent, lanes: ['plain'] });
    }
  }
}

function toRequested(
  { run, event }: StoredRun,
  { document }: CompiledJourney,
  effect: Extract<Effect, { kind: 'request' }>,
): Parameters<typeof UnitOfWork.prototype.publish<'messageRequested'>>[1] {
  return {
    messageId: effect.messageId,
    request: effect.request,
    recipient: run.recipient,
    intent: {
      ...effect.intent,
      runId: run.id,
      journey: run.journey,
      version: run.version,
      purpose: run.purpose,
      ...(document.topic === undefined ? {} : { topic: document.topic }),
      context: { event, vars: run.vars },
      expiresAt: new Date(run.expiresAt).toISOString(),
    },
  };
}

function storyOf({ stored, effects }: Changed): { runId: string; entries: StoredEntry[] } {
  const entries = effects.flatMap(({ effect, traceparent }): StoredEntry[] => {
    if (effect.kind !== 'tell') return [];
    const traceId = readTraceparent(traceparent)?.traceId;
    return [traceId === undefined ? effect.entry : { ...effect.entry, traceId }];
  });
  return { runId: stored.run.id, entries };
}

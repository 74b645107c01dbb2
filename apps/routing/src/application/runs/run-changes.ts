import { laneOf, partitionOf } from '@hermod/contracts';
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
import {
  insertRuns,
  type LoadedRun,
  loadRunning,
  loadRuns,
  RUN_FORMAT,
  type StoredRun,
  updateRuns,
} from '../../storage/journey-runs.ts';
import { clearParked } from '../../storage/parked-timers.ts';
import { appendEntries, type StoredEntry } from '../../storage/run-entries.ts';
import { clearTimers, type RunTimer, setTimers } from '../../storage/run-timers.ts';
import type { JourneyCatalog } from '../journeys/journey-catalog.ts';
import { type Caused, publishEffect } from './publish-effect.ts';

/** A run within a unit of work, with what is to come of it. */
interface Changed {
  stored: StoredRun;
  readonly journey: CompiledJourney;
  /** Its journey is paused: what happens is noted, and nothing is asked for. */
  readonly paused: boolean;
  /** When its timer stood before the unit. */
  readonly dueBefore: number | undefined;
  readonly effects: Caused[];
  /** It has no row yet. */
  isNew: boolean;
  /** Its row doesn't know how it stands. */
  isBehind: boolean;
}

/**
 * What one unit of work does to runs, whoever tells them: events, attempts, receipts, opt-outs, timers. A run that
 * several of them concern is loaded once and written once, before the unit commits.
 */
export class RunChanges {
  static readonly #byUnit = new WeakMap<UnitOfWork, RunChanges>();
  readonly #unit: UnitOfWork;
  readonly #catalog: JourneyCatalog;
  readonly #changed = new Map<string, Changed>();

  private constructor(unit: UnitOfWork, catalog: JourneyCatalog) {
    this.#unit = unit;
    this.#catalog = catalog;
  }

  /** Those of a unit, which has one. */
  static of(unit: UnitOfWork, catalog: JourneyCatalog): RunChanges {
    const known = RunChanges.#byUnit.get(unit);
    if (known !== undefined) return known;
    const changes = new RunChanges(unit, catalog);
    RunChanges.#byUnit.set(unit, changes);
    unit.beforeCommit(() => changes.#write());
    return changes;
  }

  /** A run that was loaded or added, as it stands after the stimuli so far. */
  get(id: string): Pick<Changed, 'stored' | 'journey' | 'paused'> | undefined {
    return this.#changed.get(id);
  }

  /**
   * Loads runs. Those that are unknown here, as are the runs of consent's own answers, stay away; so do those that this
   * build doesn't understand.
   * @param inPlaceOf what stands for a version that this build doesn't understand: enough to end its runs.
   */
  async load(ids: Iterable<string>, inPlaceOf?: CompiledJourney): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#changed.has(id));
    for (const loaded of (await loadRuns(this.#unit.sql, missing)).values())
      await this.#addLoaded(loaded, inPlaceOf);
  }

  /**
   * Loads the running runs of recipients and returns their ids, oldest first.
   * @param inPlaceOf what stands for a version that this build doesn't understand: enough to end its runs.
   */
  async loadRunning(recipients: ReadonlySet<string>, inPlaceOf?: CompiledJourney): Promise<string[]> {
    for (const loaded of await loadRunning(this.#unit.sql, [...recipients]))
      await this.#addLoaded(loaded, inPlaceOf);
    return [...this.#changed.values()]
      .map(({ stored }) => stored.run)
      .filter((run) => run.status === 'running' && recipients.has(run.recipient))
      .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  }

  /** Adds a run that is to start. It counts once `insertNew` has found that it was not there before. */
  add(stored: StoredRun, journey: CompiledJourney): void {
    if (this.#changed.has(stored.run.id)) return;
    this.#changed.set(stored.run.id, {
      stored,
      journey,
      paused: false,
      dueBefore: undefined,
      effects: [],
      isNew: true,
      isBehind: false,
    });
  }

  /** Writes the runs that were added, as they stand; one that was there already starts nothing. */
  async insertNew(): Promise<void> {
    const fresh = [...this.#changed.values()].filter(({ isNew }) => isNew);
    const inserted = await insertRuns(
      this.#unit.sql,
      fresh.map(({ stored }) => stored),
    );
    for (const changed of fresh) {
      if (inserted.has(changed.stored.run.id)) Object.assign(changed, { isNew: false, isBehind: false });
      else this.#changed.delete(changed.stored.run.id);
    }
  }

  /** Advances a run that was loaded or added; any other is passed over. Returns what follows from it. */
  apply(
    id: string,
    stimulus: Stimulus,
    recipient: Surroundings['recipient'],
    traceparent: string | undefined,
  ): readonly Effect[] {
    const changed = this.#changed.get(id);
    if (changed === undefined) return [];
    const surroundings = { start: changed.stored.event, recipient, paused: changed.paused };
    const { run, effects } = advance(
      changed.journey,
      changed.stored.run,
      surroundings,
      stimulus,
      this.#unit.now.getTime(),
    );
    // Not all that changes has an effect: an event may be remembered, a timer given up.
    changed.isBehind ||= run !== changed.stored.run;
    changed.stored = { ...changed.stored, run };
    for (const effect of effects) changed.effects.push({ effect, after: changed.stored, traceparent });
    return effects;
  }

  async #addLoaded({ paused, ...stored }: LoadedRun, inPlaceOf?: CompiledJourney): Promise<void> {
    const { format, id, recipient, journey, version } = stored.run;
    if (format > RUN_FORMAT) return this.#catalog.tellNewerFormat(format);
    // A run may be moved only under its recipient's lock, and only by a build that understands its journey.
    if (this.#changed.has(id) || !this.#unit.holds(recipient)) return;
    const entry = await this.#catalog.version(this.#unit.sql, journey, version);
    const compiled = entry?.compiled ?? inPlaceOf;
    if (compiled === undefined) return;
    const asFound = { dueBefore: nextDue(stored.run), effects: [], isNew: false, isBehind: false };
    this.#changed.set(id, { stored, journey: compiled, paused, ...asFound });
  }

  /** Writes runs, timers and stories, and publishes what follows. */
  async #write(): Promise<void> {
    await this.insertNew();
    const { sql } = this.#unit;
    const touched = [...this.#changed.values()].filter(
      ({ effects, isBehind }) => isBehind || effects.length > 0,
    );
    const behind = touched.filter(({ isBehind }) => isBehind);
    await updateRuns(
      sql,
      behind.map(({ stored }) => stored),
    );
    await this.#writeTimers(touched);
    await appendEntries(sql, touched.map(storyOf));
    for (const { journey, effects } of touched)
      for (const caused of effects) publishEffect(this.#unit, journey, caused);
  }

  async #writeTimers(touched: readonly Changed[]): Promise<void> {
    const set: RunTimer[] = [];
    const clear: string[] = [];
    const parked: string[] = [];
    for (const { stored, dueBefore, paused } of touched) {
      const due = nextDue(stored.run);
      if (due === dueBefore) continue;
      const { id, recipient, purpose } = stored.run;
      if (due === undefined) {
        clear.push(id);
        if (paused) parked.push(id);
      } else {
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
    await clearParked(this.#unit.sql, parked);
  }
}

function storyOf({ stored, effects }: Changed): { runId: string; entries: StoredEntry[] } {
  const entries = effects.flatMap(({ effect, traceparent }): StoredEntry[] => {
    if (effect.kind !== 'tell') return [];
    const traceId = readTraceparent(traceparent)?.traceId;
    return [traceId === undefined ? effect.entry : { ...effect.entry, traceId }];
  });
  return { runId: stored.run.id, entries };
}

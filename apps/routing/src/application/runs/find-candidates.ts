import type { DomainEvent, JsonObject } from '@hermod/contracts';
import { decideStart, type EventView } from '@hermod/journey';
import type { Received, UnitOfWork } from '@hermod/messaging';
import {
  loadOnceValues,
  onceKey,
  type OnceStart,
  type OnceValue,
  rememberOnceValues,
} from '../../storage/once-values.ts';
import type { CatalogEntry } from '../journeys/journey-catalog.ts';
import type { RunChanges } from './run-changes.ts';

/** An event with what conditions and templates see of it. */
export interface SeenEvent extends Received<DomainEvent> {
  readonly view: EventView;
}

/** A value that may start one run only, with how long it counts; without a time, as long as its run goes on. */
export interface CountedValue extends OnceValue {
  readonly withinMs?: number;
}

/** What a run starts with: an event, or the launch of an audience. */
export interface Occasion {
  readonly recipient: string;
  readonly view: EventView;
  readonly traceparent: string | undefined;
}

/** An event that may start a run. */
export interface Candidate<E extends Occasion = SeenEvent> {
  readonly entry: CatalogEntry;
  readonly event: E;
  readonly once?: CountedValue;
}

/** The journeys that events start, as far as events, attributes and conditions tell. */
export function findCandidates(
  events: readonly SeenEvent[],
  published: readonly CatalogEntry[],
  attributes: ReadonlyMap<string, JsonObject>,
  now: Date,
): Candidate[] {
  return events.flatMap((event) => {
    const { view, recipient } = event;
    const scope = { event: view, start: view, recipient: attributes.get(recipient) ?? {}, vars: {}, now };
    return published.flatMap((entry): Candidate[] => {
      // An event that concerns an audience starts nothing for whom it names.
      if (entry.compiled.document.start.audience !== undefined) return [];
      const beginning = decideStart(entry.compiled, scope);
      if (!beginning.starts) return [];
      if (beginning.once === undefined) return [{ entry, event }];
      return [{ entry, event, once: { ...beginning.once, journey: entry.journey, recipient } }];
    });
  });
}

/** The values that have started runs, before and within a unit of work. */
export class Once {
  readonly #unit: UnitOfWork;
  readonly #changes: RunChanges;
  readonly #seen: Map<string, OnceStart>;
  readonly #fresh = new Map<string, OnceValue & { runId: string }>();

  private constructor(unit: UnitOfWork, changes: RunChanges, seen: Map<string, OnceStart>) {
    this.#unit = unit;
    this.#changes = changes;
    this.#seen = seen;
  }

  static async load(
    unit: UnitOfWork,
    changes: RunChanges,
    candidates: readonly { readonly once?: CountedValue }[],
  ): Promise<Once> {
    const values = candidates.flatMap(({ once }) => once ?? []);
    return new Once(unit, changes, await loadOnceValues(unit.sql, values));
  }

  /** Takes a value for a run. False when it counts already. */
  take(value: CountedValue, runId: string): boolean {
    const key = onceKey(value);
    const last = this.#seen.get(key);
    if (last?.runId === runId) return true;
    if (last !== undefined && this.#counts(last, value.withinMs)) return false;
    this.#seen.set(key, { startedAt: this.#unit.now, runId, goesOn: true });
    this.#fresh.set(key, { ...value, runId });
    return true;
  }

  remember(): Promise<void> {
    return rememberOnceValues(this.#unit.sql, [...this.#fresh.values()], this.#unit.now);
  }

  #counts({ startedAt, runId, goesOn }: OnceStart, withinMs: number | undefined): boolean {
    if (withinMs !== undefined) return this.#unit.now.getTime() - startedAt.getTime() < withinMs;
    const run = runId === null ? undefined : this.#changes.get(runId)?.stored.run;
    return run === undefined ? goesOn : run.status === 'running';
  }
}

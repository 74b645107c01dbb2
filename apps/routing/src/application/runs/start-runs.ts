import { Inject, Injectable } from '@nestjs/common';
import type { DomainEvent } from '@hermod/contracts';
import type { EventView } from '@hermod/journey';
import { loadErased, type Received, type UnitOfWork } from '@hermod/messaging';
import { insertLaunches } from '../../storage/launches.ts';
import { findErased, loadAttributes } from '../../storage/recipients.ts';
import { findCandidates, Once, type SeenEvent } from './find-candidates.ts';
import { findLaunches } from '../launches/find-launches.ts';
import { type CatalogEntry, JourneyCatalog } from '../journeys/journey-catalog.ts';
import { RunChanges } from './run-changes.ts';
import { startRun } from './start-run.ts';

/**
 * Something happened upstream: the runs that go on hear of it, runs of the journeys that wait for it start, and so do the
 * audiences that it concerns.
 */
@Injectable()
export class StartRuns {
  readonly #catalog: JourneyCatalog;
  constructor(@Inject(JourneyCatalog) catalog: JourneyCatalog) {
    this.#catalog = catalog;
  }

  async execute(received: readonly Received<DomainEvent>[], unit: UnitOfWork): Promise<void> {
    const wanted = await withoutErased(received, unit);
    const events = wanted.map((event) => ({ ...event, view: toView(event.data) }));
    const published = await this.#catalog.published(unit.sql);
    const heardTypes = await this.#catalog.heardTypes(unit.sql);
    const changes = RunChanges.of(unit, this.#catalog);
    const attributes = await loadAttributes(unit.sql, recipientsToKnow(events, published, heardTypes));
    const heard = events.filter(({ data }) => heardTypes.has(data.type));
    const running = await runningOf(heard, changes);
    const candidates = findCandidates(events, published, attributes, unit.now);
    const once = await Once.load(unit, changes, candidates);
    const candidatesOf = Map.groupBy(candidates, ({ event }) => event);
    // In the order of the events: one may move or end what another has started in this very unit.
    for (const event of events) {
      const { recipient, traceparent, view } = event;
      const known = attributes.get(recipient) ?? {};
      const own = running.get(recipient) ?? [];
      const stimulus = { kind: 'event', event: view } as const;
      const taken = new Set<string>();
      for (const id of heardTypes.has(event.data.type) ? own : []) {
        const effects = changes.apply(id, stimulus, known, traceparent);
        if (effects.some(({ kind }) => kind === 'collected')) taken.add(changes.get(id)!.stored.run.journey);
      }
      for (const candidate of candidatesOf.get(event) ?? []) {
        if (taken.has(candidate.entry.journey)) continue;
        const id = startRun(candidate, { changes, once, known, now: unit.now });
        if (id !== undefined) running.set(recipient, [...(running.get(recipient) ?? []), id]);
      }
    }
    await changes.insertNew();
    await once.remember();
    await insertLaunches(unit.sql, findLaunches(events, published, attributes, unit.now));
  }
}

/**
 * The running runs of those whom an event concerns, by recipient. Runs of older versions may hear what the published one
 * does not, so every running run is asked.
 */
async function runningOf(
  heard: readonly SeenEvent[],
  changes: RunChanges,
): Promise<Map<string, readonly string[]>> {
  const ids = await changes.loadRunning(new Set(heard.map((event) => event.recipient)));
  const hearing = ids.filter((id) => changes.get(id)!.journey.hears.size > 0);
  return Map.groupBy(hearing, (id) => changes.get(id)!.stored.run.recipient);
}

/** Nothing starts for somebody who is erased, nor from what happened before they were, if it says when it did. */
async function withoutErased(
  events: readonly Received<DomainEvent>[],
  { sql }: UnitOfWork,
): Promise<readonly Received<DomainEvent>[]> {
  const marks = await loadErased(
    sql,
    events.map(({ recipient }) => recipient),
  );
  if (marks.size === 0) return events;
  const erased = await findErased(sql, [...marks.keys()]);
  return events.filter(({ recipient, data: { time } }) => {
    const erasedAt = marks.get(recipient);
    if (erasedAt === undefined) return true;
    return !erased.has(recipient) && !(time !== undefined && new Date(time) <= erasedAt);
  });
}

/** Attributes are read only where a condition may ask for them. */
function recipientsToKnow(
  events: readonly SeenEvent[],
  published: readonly CatalogEntry[],
  heardTypes: ReadonlySet<string>,
): string[] {
  const asking = published.filter(({ compiled }) => asksConditions(compiled));
  const types = new Set(asking.map(({ compiled }) => compiled.document.start.on));
  const concerned = events.filter(({ data }) => types.has(data.type) || heardTypes.has(data.type));
  return [...new Set(concerned.map((event) => event.recipient))];
}

function asksConditions({ startWhen, once, asksRecipient }: CatalogEntry['compiled']): boolean {
  return startWhen !== undefined || once !== undefined || asksRecipient;
}

/** What conditions and templates see of an event: its attributes and data. */
function toView({
  specversion: _version,
  datacontenttype: _type,
  dataschema: _schema,
  ...event
}: DomainEvent): EventView {
  return event;
}

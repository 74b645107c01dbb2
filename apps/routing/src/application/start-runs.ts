import { Inject, Injectable } from '@nestjs/common';
import type { DomainEvent, JsonObject } from '@hermod/contracts';
import { decideStart, type EventView, newRun } from '@hermod/journey';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { loadOnceValues, onceKey, type OnceValue, rememberOnceValues } from '../storage/once-values.ts';
import { loadAttributes } from '../storage/recipients.ts';
import { type CatalogEntry, JourneyCatalog } from './journey-catalog.ts';
import { RunChanges } from './run-changes.ts';

type ReceivedEvent = Received<DomainEvent>;

/** Something happened upstream: ends the runs whose exit it is, and starts runs of the journeys that wait for it. */
@Injectable()
export class StartRuns {
  readonly #catalog: JourneyCatalog;
  constructor(@Inject(JourneyCatalog) catalog: JourneyCatalog) {
    this.#catalog = catalog;
  }

  async execute(events: readonly ReceivedEvent[], unit: UnitOfWork): Promise<void> {
    const published = await this.#catalog.published(unit.sql);
    const exitTypes = await this.#catalog.exitTypes(unit.sql);
    const changes = RunChanges.of(unit, this.#catalog);
    const attributes = await loadAttributes(unit.sql, recipientsToKnow(events, published, exitTypes));
    const ending = events.filter(({ data }) => exitTypes.has(data.type));
    const running = await runningOf(ending, changes);
    const starting = await decideStarts(events, published, attributes, unit);
    const startingBy = Map.groupBy(starting, ({ received }) => received);
    // In the order of the events: one may end what another has started in this very unit.
    for (const received of events) {
      const { recipient, traceparent } = received;
      const known = attributes.get(recipient) ?? {};
      const own = running.get(recipient) ?? [];
      const exit = { kind: 'event', event: toView(received.data) } as const;
      if (exitTypes.has(received.data.type))
        for (const id of own) changes.apply(id, exit, known, traceparent);
      for (const { entry, view } of startingBy.get(received) ?? []) {
        const run = newRun(entry.compiled, entry.version, view, recipient, unit.now.getTime());
        changes.add({ run, event: view, traceparent }, entry.compiled);
        changes.apply(run.id, { kind: 'start' }, known, traceparent);
        running.set(recipient, [...(running.get(recipient) ?? []), run.id]);
      }
    }
    await changes.insertNew();
    const remembered = starting.flatMap(({ once }) => once ?? []);
    await rememberOnceValues(
      unit.sql,
      [...new Map(remembered.map((value) => [onceKey(value), value])).values()],
      unit.now,
    );
  }
}

/**
 * The running runs of those whom an exit concerns, by recipient. Runs of older versions may have exits that the
 * published one has not, so every running run is asked.
 */
async function runningOf(
  ending: readonly ReceivedEvent[],
  changes: RunChanges,
): Promise<Map<string, readonly string[]>> {
  const ids = await changes.loadRunning(new Set(ending.map((event) => event.recipient)));
  const withExits = ids.filter((id) => changes.get(id)!.journey.exits.length > 0);
  return Map.groupBy(withExits, (id) => changes.get(id)!.stored.run.recipient);
}

interface Starting {
  readonly entry: CatalogEntry;
  readonly received: ReceivedEvent;
  readonly view: EventView;
  readonly once?: OnceValue;
}

async function decideStarts(
  events: readonly ReceivedEvent[],
  published: readonly CatalogEntry[],
  attributes: ReadonlyMap<string, JsonObject>,
  unit: UnitOfWork,
): Promise<Starting[]> {
  const candidates: (Starting & { withinMs?: number })[] = [];
  for (const received of events) {
    const view = toView(received.data);
    for (const entry of published) {
      const scope = {
        event: view,
        start: view,
        recipient: attributes.get(received.recipient) ?? {},
        vars: {},
        now: unit.now,
      };
      const beginning = decideStart(entry.compiled, scope);
      if (!beginning.starts) continue;
      const { once } = beginning;
      if (once === undefined) candidates.push({ entry, received, view });
      else {
        const value = { journey: entry.journey, recipient: received.recipient, value: once.value };
        candidates.push({ entry, received, view, once: value, withinMs: once.withinMs });
      }
    }
  }
  const seen = await loadOnceValues(
    unit.sql,
    candidates.flatMap(({ once }) => once ?? []),
  );
  return candidates.filter(({ once, withinMs }) => {
    if (once === undefined || withinMs === undefined) return true;
    const last = seen.get(onceKey(once));
    if (last !== undefined && unit.now.getTime() - last.getTime() < withinMs) return false;
    seen.set(onceKey(once), unit.now);
    return true;
  });
}

/** Attributes are read only where a condition may ask for them. */
function recipientsToKnow(
  events: readonly ReceivedEvent[],
  published: readonly CatalogEntry[],
  exitTypes: ReadonlySet<string>,
): string[] {
  const types = new Set(
    published
      .filter(({ compiled }) => asksConditions(compiled))
      .map(({ compiled }) => compiled.document.start.on),
  );
  return [
    ...new Set(
      events
        .filter(({ data }) => types.has(data.type) || exitTypes.has(data.type))
        .map((event) => event.recipient),
    ),
  ];
}

function asksConditions({ startWhen, once, document }: CatalogEntry['compiled']): boolean {
  return startWhen !== undefined || once !== undefined || document.steps.some((step) => 'branch' in step);
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

import { Inject, Injectable } from '@nestjs/common';
import { deriveId } from '@hermod/contracts';
import type { Audience } from '@hermod/journey';
import type { Sql } from '@hermod/postgres';
import { insertLaunches, loadLaunchClock, type NewLaunch } from '../../storage/launches.ts';
import { Transactions } from '../../storage/transactions.ts';
import { findOccurrence, nextLook, type Occurrence } from './find-occurrence.ts';
import { type CatalogEntry, JourneyCatalog } from '../journeys/journey-catalog.ts';
import { launchEvent, launchOf } from './launch-of.ts';

/**
 * Launches audiences whose time has come, by the database's clock. Every instance looks; an occurrence has one id, so it
 * makes one launch. Paused journeys are left out.
 */
@Injectable()
export class LaunchByTime {
  readonly #transactions: Transactions;
  readonly #catalog: JourneyCatalog;
  /** When a version is to be looked at again, so that cron patterns are not read every second. */
  readonly #lookAgainAt = new Map<string, number>();
  constructor(
    @Inject(Transactions) transactions: Transactions,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
  ) {
    this.#transactions = transactions;
    this.#catalog = catalog;
  }

  async execute(): Promise<void> {
    const looked = await this.#transactions.run(async (sql) => {
      const published = await this.#catalog.published(sql);
      const timed = published.filter(({ compiled }) => isTimed(compiled.document.start.audience));
      if (timed.length === 0) return new Map<string, number>();
      return this.#launch(timed, sql);
    });
    for (const [key, at] of looked) this.#lookAgainAt.set(key, at);
  }

  async #launch(timed: readonly CatalogEntry[], sql: Sql): Promise<Map<string, number>> {
    const { now, publishedAt } = await loadLaunchClock(sql, timed);
    const due = timed.filter((entry) => (this.#lookAgainAt.get(keyOf(entry)) ?? 0) <= now.getTime());
    const launches = due.flatMap((entry): NewLaunch[] => {
      const since = publishedAt.get(entry.journey) ?? now;
      const occurrence = findOccurrence(
        entry.compiled.document.start.audience!,
        since.getTime(),
        now.getTime(),
      );
      return occurrence === undefined ? [] : [toLaunch(entry, occurrence)];
    });
    await insertLaunches(sql, launches);
    return new Map(
      due.map((entry) => [keyOf(entry), nextLook(entry.compiled.document.start.audience!, now.getTime())]),
    );
  }
}

const isTimed = (audience: Audience | undefined): boolean =>
  audience?.at !== undefined || audience?.every !== undefined;

const keyOf = ({ journey, version }: CatalogEntry): string => `${journey}@${version}`;

function toLaunch(entry: CatalogEntry, { at, isMissed }: Occurrence): NewLaunch {
  const instant = new Date(at);
  const id = deriveId('launch', entry.journey, 'at', instant.toISOString());
  const event = launchEvent(entry.journey, id, instant, {});
  const launch = launchOf(entry, { id, kind: 'time', event, traceparent: undefined });
  if (!isMissed) return launch;
  return { ...launch, cancelledBecause: 'missed: its time was more than an hour ago when it was noticed' };
}

import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { deriveId, HermodError, type JsonObject } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { keepList, type ListedRecipient } from '../../storage/launch-lists.ts';
import { insertLaunches, journeyDoor, type NewLaunch } from '../../storage/launches.ts';
import { LaunchViews, type LaunchSummary } from '../../storage/launch-views.ts';
import { Transactions } from '../../storage/transactions.ts';
import { type CatalogEntry, JourneyCatalog } from '../journeys/journey-catalog.ts';
import { launchEvent, launchOf } from './launch-of.ts';

/** What somebody asks for by hand. */
export interface LaunchRequest {
  readonly journey: string;
  /** The sender's name for this very launch; the same again makes no second one. */
  readonly key: string | undefined;
  readonly data: JsonObject;
  /** Whom it is for; everybody whom the audience's condition chooses when there is no list. */
  readonly list: readonly ListedRecipient[] | undefined;
  /** The key with which it was asked for. */
  readonly requestedBy: string;
}

/** Launches a journey for its audience, or for the recipients of a list, because somebody says so. */
@Injectable()
export class StartLaunch {
  readonly #transactions: Transactions;
  readonly #catalog: JourneyCatalog;
  readonly #views: LaunchViews;
  constructor(
    @Inject(Transactions) transactions: Transactions,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
    @Inject(LaunchViews) views: LaunchViews,
  ) {
    this.#transactions = transactions;
    this.#catalog = catalog;
    this.#views = views;
  }

  /** The launch that the same key has made before, if any: then there is nothing to be read or done. */
  async findEarlier(journey: string, key: string | undefined): Promise<LaunchSummary | undefined> {
    return key === undefined ? undefined : this.#views.find(idOf(journey, key));
  }

  /**
   * Answers when the launch is kept, with its whole list; it is worked off behind that.
   * @throws HermodError JOURNEY_NOT_FOUND when no version is published, JOURNEY_PAUSED_CONFLICT, LAUNCH_NO_AUDIENCE without
   * a list and an audience
   */
  async execute({ journey, key, data, list, requestedBy }: LaunchRequest): Promise<LaunchSummary> {
    const id = key === undefined ? randomUUID() : idOf(journey, key);
    await this.#transactions.run(async (sql) => {
      const entry = await this.#launchable(journey, list !== undefined, sql);
      const event = launchEvent(journey, id, new Date(), data);
      const kind = list === undefined ? 'hand' : 'list';
      const launch: NewLaunch = {
        ...launchOf(entry, { id, kind, event, traceparent: undefined }),
        requestedBy,
        ...(list === undefined ? {} : { listed: list.length }),
      };
      const isNew = (await insertLaunches(sql, [launch])).has(id);
      if (isNew && list !== undefined) await keepList(sql, id, list);
    });
    return (await this.#views.find(id))!;
  }

  async #launchable(journey: string, hasList: boolean, sql: Sql): Promise<CatalogEntry> {
    const published = await this.#catalog.published(sql);
    const entry = published.find((each) => each.journey === journey);
    if (entry === undefined) throw await notLaunchable(journey, sql);
    if (hasList || entry.compiled.document.start.audience !== undefined) return entry;
    throw new HermodError('LAUNCH_NO_AUDIENCE', `${journey} has no audience`, {
      field: 'body',
      fix: 'send a list of recipients, or give the journey start.audience and publish it',
    });
  }
}

const idOf = (journey: string, key: string): string => deriveId('launch', journey, 'key', key);

async function notLaunchable(journey: string, sql: Sql): Promise<HermodError> {
  if ((await journeyDoor(sql, journey)) === 'paused')
    return new HermodError('JOURNEY_PAUSED_CONFLICT', `${journey} is paused`, {
      field: 'id',
      fix: 'resume it first',
    });
  return new HermodError('JOURNEY_NOT_FOUND', `no version of ${journey} takes new runs`, {
    field: 'id',
    fix: 'publish it first',
  });
}

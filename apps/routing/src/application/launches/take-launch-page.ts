import { Inject, Injectable } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { type Member, pageOfKnown, pageOfList } from '../../storage/audience.ts';
import { dropList } from '../../storage/launch-lists.ts';
import {
  cancelLaunch,
  delayLaunch,
  type DueLaunch,
  journeyDoor,
  takeDueLaunch,
} from '../../storage/launches.ts';
import { Transactions } from '../../storage/transactions.ts';
import { type CatalogEntry, JourneyCatalog } from '../journeys/journey-catalog.ts';

/** Recipients of a launch that are looked at next. */
export interface LaunchPage {
  readonly launch: DueLaunch;
  readonly entry: CatalogEntry;
  readonly members: readonly Member[];
  /** How many of them may be chosen, by the pace. */
  readonly most: number;
  /** Nobody comes after these. */
  readonly isLast: boolean;
}

/** Recipients that are read at once, at most. */
const MOST_MEMBERS = 500;
/** Runs of one unit of work: an urgent event for one of the recipients waits no longer than for these. */
const MOST_RUNS = 100;
/** How long a launch waits before it is looked at again, in seconds. */
const WHILE_PAUSED = 1;
const WHILE_NOT_UNDERSTOOD = 60;

/** Finds the launch whose turn it is, and reads the recipients that come next; nobody is locked yet. */
@Injectable()
export class TakeLaunchPage {
  readonly #transactions: Transactions;
  readonly #catalog: JourneyCatalog;
  readonly #log: Logger;
  constructor(
    @Inject(Transactions) transactions: Transactions,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
    @Inject(LOG) log: Logger,
  ) {
    this.#transactions = transactions;
    this.#catalog = catalog;
    this.#log = log;
  }

  /** The next page of a lane's launches, or what there is instead: nothing due, or one that has to wait. */
  execute(lane: Lane): Promise<LaunchPage | 'nothing' | 'waiting'> {
    return this.#transactions.run(async (sql) => {
      const launch = await takeDueLaunch(sql, lane === 'urgent');
      if (launch === undefined) return 'nothing';
      const entry = await this.#entryOf(launch, sql);
      if (entry === undefined) return 'waiting';
      const { id, kind, cursor } = launch;
      const most = Math.min(MOST_RUNS, Math.floor(launch.tokens));
      const limit = membersFor(most, launch);
      const members =
        kind === 'list' ? await pageOfList(sql, id, cursor, limit) : await pageOfKnown(sql, cursor, limit);
      return { launch, entry, members, most, isLast: members.length < limit };
    });
  }

  /** The version that is launched; undefined when its journey takes no new runs right now. */
  async #entryOf({ id, journey, version }: DueLaunch, sql: Sql): Promise<CatalogEntry | undefined> {
    const door = await journeyDoor(sql, journey);
    if (door === 'paused') await delayLaunch(sql, id, WHILE_PAUSED);
    if (door === 'closed') {
      await cancelLaunch(sql, id, 'the journey takes no new runs');
      await dropList(sql, id);
    }
    if (door !== 'open') return undefined;
    const entry = await this.#catalog.version(sql, journey, version);
    if (entry !== undefined) return entry;
    await delayLaunch(sql, id, WHILE_NOT_UNDERSTOOD);
    this.#log.error(
      { journey, version, launch: id },
      'a launch waits for a build that understands its version',
    );
    return undefined;
  }
}

/** As many as it takes to choose so many, and one more, by what was chosen so far. */
function membersFor(most: number, { seen, chosen }: DueLaunch): number {
  return Math.min(MOST_MEMBERS, Math.ceil(((most + 1) * (seen + 1)) / (chosen + 1)));
}

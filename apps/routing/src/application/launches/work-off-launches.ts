import { Inject, Injectable } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import { isTransientDatabaseError, type Sql } from '@hermod/postgres';
import { LOG } from '@hermod/service-host';
import { type Logger, startSpan, withoutAddresses } from '@hermod/telemetry';
import { loadMembers, type Member } from '../../storage/audience.ts';
import { dropListed } from '../../storage/launch-lists.ts';
import { advanceLaunch, journeyDoor, lockLaunch } from '../../storage/launches.ts';
import { Transactions } from '../../storage/transactions.ts';
import { chooseMembers, type ChosenMembers } from './choose-members.ts';
import { JourneyCatalog } from '../journeys/journey-catalog.ts';
import { startMembers } from './start-members.ts';
import { type LaunchPage, TakeLaunchPage } from './take-launch-page.ts';

/**
 * Works off launches, page by page. Recipients are chosen by a plain read; then those who were chosen are locked and judged
 * again, their runs started, and the launch brought forward, all in one unit of work. So an instance that dies loses nothing
 * and doubles nothing, and a launch that two instances have in hand is brought forward by one.
 */
@Injectable()
export class WorkOffLaunches {
  readonly #takePage: TakeLaunchPage;
  readonly #messaging: Messaging;
  readonly #catalog: JourneyCatalog;
  readonly #transactions: Transactions;
  readonly #log: Logger;
  constructor(
    @Inject(TakeLaunchPage) takePage: TakeLaunchPage,
    @Inject(Messaging) messaging: Messaging,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
    @Inject(Transactions) transactions: Transactions,
    @Inject(LOG) log: Logger,
  ) {
    this.#takePage = takePage;
    this.#messaging = messaging;
    this.#catalog = catalog;
    this.#transactions = transactions;
    this.#log = log;
  }

  /** Works off a page of the launch that waits longest. False when none is due. */
  async execute(lane: Lane): Promise<boolean> {
    const page = await this.#takePage.execute(lane);
    if (page === 'nothing') return false;
    if (page === 'waiting') return true;
    await this.#startOrHalve(lane, page, page.most);
    return true;
  }

  /** What fails and does not pass is tried with fewer, down to the one recipient whose run can't be started. */
  async #startOrHalve(lane: Lane, page: LaunchPage, most: number): Promise<void> {
    const chosen = chooseMembers(page, most);
    try {
      if (chosen.members.length === 0) await this.#passOver(page, chosen);
      else await this.#start(lane, page, chosen);
    } catch (error) {
      if (isTransientDatabaseError(error)) throw error;
      if (chosen.members.length > 1) return this.#startOrHalve(lane, page, chosen.members.length >> 1);
      this.#log.error(
        { launch: page.launch.id, error: withoutAddresses(String(error)).slice(0, 500) },
        'a run of a launch can not be started',
      );
      await this.#passOver(page, { ...chosen, failed: chosen.members.length });
    }
  }

  /** Nobody is to be started: the launch goes past those who were looked at. */
  #passOver({ launch }: LaunchPage, chosen: ChosenMembers & { readonly failed?: number }): Promise<void> {
    const { failed = 0 } = chosen;
    return this.#transactions.run(async (sql) => {
      if (!(await lockLaunch(sql, launch))) return;
      const counts = { ...chosen.counts, chosen: failed, started: 0, skipped: 0, failed };
      await this.#bringForward(sql, launch, counts, chosen);
    });
  }

  #start(lane: Lane, page: LaunchPage, chosen: ChosenMembers): Promise<void> {
    const { launch, entry } = page;
    const span = startSpan('launch.page', {
      origin: launch.traceparent ?? undefined,
      kind: 'internal',
      attributes: { 'hermod.launch_id': launch.id },
    });
    const recipients = chosen.members.map(({ recipient }) => recipient);
    const work = async (unit: UnitOfWork): Promise<void> => {
      if (!(await lockLaunch(unit.sql, launch))) return;
      if ((await journeyDoor(unit.sql, launch.journey)) !== 'open') return;
      const members: Member[] = await loadMembers(unit.sql, chosen.members);
      const about = { entry, event: launch.event, members, traceparent: span.traceparent };
      const counts = await startMembers(about, unit, this.#catalog);
      await this.#bringForward(unit.sql, launch, { ...counts, ...chosen.counts }, chosen);
    };
    return this.#messaging.units.run(lane, recipients, work).finally(() => span.end());
  }

  async #bringForward(
    sql: Sql,
    launch: LaunchPage['launch'],
    counts: Parameters<typeof advanceLaunch>[2],
    to: ChosenMembers,
  ): Promise<void> {
    await advanceLaunch(sql, launch, counts, to);
    if (launch.kind === 'list') await dropListed(sql, launch.id, to.cursor);
  }
}

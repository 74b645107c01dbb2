import { Inject, Injectable } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { dropList } from '../../storage/launch-lists.ts';
import { cancelLaunch, setLaunchState } from '../../storage/launches.ts';
import { type LaunchSummary, LaunchViews } from '../../storage/launch-views.ts';
import { Transactions } from '../../storage/transactions.ts';

/** What may be done with a launch that is under way. */
export type Steering = 'pause' | 'resume' | 'cancel';

/** Makes a launch wait, go on, or end. The runs that it has started go on whatever becomes of it. */
@Injectable()
export class SteerLaunch {
  readonly #transactions: Transactions;
  readonly #views: LaunchViews;
  constructor(@Inject(Transactions) transactions: Transactions, @Inject(LaunchViews) views: LaunchViews) {
    this.#transactions = transactions;
    this.#views = views;
  }

  /**
   * When it returns no further run starts, but for a resume. To say it again changes nothing.
   * @throws HermodError LAUNCH_NOT_FOUND, LAUNCH_ENDED_CONFLICT when there is nothing left to be steered
   */
  async execute(id: string, steering: Steering, by: string): Promise<LaunchSummary> {
    await this.#transactions.run(async (sql) => {
      if (steering === 'cancel') {
        await cancelLaunch(sql, id, `cancelled with the key ${by}`);
        await dropList(sql, id);
      } else await setLaunchState(sql, id, steering === 'pause' ? 'paused' : 'running');
    });
    const launch = await this.#views.find(id);
    if (launch === undefined) throw launchNotFound(id);
    const isLate = launch.state === 'done' || (launch.state === 'cancelled' && steering !== 'cancel');
    if (!isLate) return launch;
    throw new HermodError('LAUNCH_ENDED_CONFLICT', `the launch is ${launch.state}`, {
      field: 'id',
      fix: 'start a new one; runs are ended by cancelling their version',
    });
  }
}

/** There is no such launch. */
export function launchNotFound(id: string): HermodError {
  return new HermodError('LAUNCH_NOT_FOUND', `there is no launch ${id}`, {
    field: 'id',
    fix: 'GET /v1/journeys/{id}/launches lists them',
  });
}

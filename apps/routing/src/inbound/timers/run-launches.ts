import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Messaging } from '@hermod/messaging';
import { LOG, WorkLoop } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { LaunchByTime } from '../../application/launches/launch-by-time.ts';
import { WorkOffLaunches } from '../../application/launches/work-off-launches.ts';

const LOOK_EVERY_MS = 100;
const LOOK_AT_TIMES_EVERY_MS = 1_000;

/**
 * Looks for launches, a loop for each lane, so that a campaign holds up no critical one; and for audiences whose time
 * has come.
 */
@Injectable()
export class RunLaunches implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #messaging: Messaging;
  readonly #workOff: WorkOffLaunches;
  readonly #launchByTime: LaunchByTime;
  readonly #log: Logger;
  #loops: WorkLoop[] = [];

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(WorkOffLaunches) workOff: WorkOffLaunches,
    @Inject(LaunchByTime) launchByTime: LaunchByTime,
    @Inject(LOG) log: Logger,
  ) {
    this.#messaging = messaging;
    this.#workOff = workOff;
    this.#launchByTime = launchByTime;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    const warn =
      (what: string) =>
      (error: unknown): void =>
        this.#log.warn({ error: String(error) }, what);
    this.#loops = this.#messaging.lanes.map(
      (lane) =>
        new WorkLoop(
          () => this.#workOff.execute(lane),
          LOOK_EVERY_MS,
          warn(`launches of the ${lane} lane could not be worked off; trying again`),
        ),
    );
    const launch = async (): Promise<boolean> => {
      await this.#launchByTime.execute();
      return false;
    };
    this.#loops.push(
      new WorkLoop(launch, LOOK_AT_TIMES_EVERY_MS, warn('audiences could not be launched; trying again')),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { JourneyActions } from '../../storage/journey-actions.ts';
import { Journeys } from '../../storage/journeys.ts';
import { RunsInFlight } from '../../storage/runs-in-flight.ts';
import { existingJourney } from './existing-journey.ts';

/** What was ordered, and about how many runs. */
export interface CancelOrdered {
  /** The id of the action, which tells how far it is. */
  readonly action: string;
  readonly running: number;
}

/**
 * Orders the end of a version's running runs. Those that start later are left alone: the version may still be published.
 * The runs are worked through behind the order, by whichever instance.
 */
@Injectable()
export class CancelVersion {
  readonly #journeys: Journeys;
  readonly #actions: JourneyActions;
  readonly #inFlight: RunsInFlight;
  constructor(
    @Inject(Journeys) journeys: Journeys,
    @Inject(JourneyActions) actions: JourneyActions,
    @Inject(RunsInFlight) inFlight: RunsInFlight,
  ) {
    this.#journeys = journeys;
    this.#actions = actions;
    this.#inFlight = inFlight;
  }

  /**
   * @param by the key with which it is asked for
   * @param reason what the story of each run tells of it
   * @throws HermodError JOURNEY_NOT_FOUND, or JOURNEY_VERSION_NOT_FOUND
   */
  async execute(
    journey: string,
    version: number,
    by: string,
    reason: string | undefined,
  ): Promise<CancelOrdered> {
    await existingJourney(this.#journeys, journey);
    const [found] = await this.#journeys.versions(journey, version + 1, 1);
    if (found?.version !== version)
      throw new HermodError('JOURNEY_VERSION_NOT_FOUND', `there is no version ${version} of ${journey}`, {
        field: 'version',
        fix: `GET /v1/journeys/${journey}/versions lists them`,
      });
    const action = await this.#actions.cancel(journey, version, by, reason);
    const perVersion = await this.#inFlight.perVersion(journey);
    return { action, running: perVersion.get(version) ?? 0 };
  }
}

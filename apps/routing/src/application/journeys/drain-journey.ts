import { Inject, Injectable } from '@nestjs/common';
import { JourneyActions } from '../../storage/journey-actions.ts';
import { Journeys } from '../../storage/journeys.ts';
import { RunsInFlight } from '../../storage/runs-in-flight.ts';
import { existingJourney } from './existing-journey.ts';

/** Takes back what is published of a journey: no event starts a run any more, and the running ones go to their ends. */
@Injectable()
export class DrainJourney {
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
   * Draining what is not published changes nothing.
   * @param by the key with which it is asked for
   * @returns how many runs go on
   * @throws HermodError JOURNEY_NOT_FOUND
   */
  async execute(journey: string, by: string): Promise<{ journey: string; running: number }> {
    await existingJourney(this.#journeys, journey);
    await this.#actions.drain(journey, by);
    const perVersion = await this.#inFlight.perVersion(journey);
    return { journey, running: [...perVersion.values()].reduce((sum, running) => sum + running, 0) };
  }
}

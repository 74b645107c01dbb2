import { Inject, Injectable } from '@nestjs/common';
import { JourneyActions } from '../../storage/journey-actions.ts';
import { Journeys } from '../../storage/journeys.ts';
import { existingJourney } from './existing-journey.ts';

/**
 * Stops a journey where it stands: new events start no run, nothing more is asked for, timers keep their time. What was
 * asked for before goes out, and exits still end runs.
 */
@Injectable()
export class PauseJourney {
  readonly #journeys: Journeys;
  readonly #actions: JourneyActions;
  constructor(@Inject(Journeys) journeys: Journeys, @Inject(JourneyActions) actions: JourneyActions) {
    this.#journeys = journeys;
    this.#actions = actions;
  }

  /**
   * Pausing what is paused changes nothing.
   * @param by the key with which it is asked for
   * @throws HermodError JOURNEY_NOT_FOUND
   */
  async execute(journey: string, by: string): Promise<{ journey: string; pausedAt: Date | null }> {
    await this.#actions.pause(journey, by);
    const { pausedAt } = await existingJourney(this.#journeys, journey);
    return { journey, pausedAt };
  }
}

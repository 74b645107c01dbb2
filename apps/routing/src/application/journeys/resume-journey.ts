import { Inject, Injectable } from '@nestjs/common';
import { JourneyActions } from '../../storage/journey-actions.ts';
import { Journeys } from '../../storage/journeys.ts';
import { existingJourney } from './existing-journey.ts';

/** Lets a paused journey go on: new events start runs at once, and what is due fires, unless its run expired meanwhile. */
@Injectable()
export class ResumeJourney {
  readonly #journeys: Journeys;
  readonly #actions: JourneyActions;
  constructor(@Inject(Journeys) journeys: Journeys, @Inject(JourneyActions) actions: JourneyActions) {
    this.#journeys = journeys;
    this.#actions = actions;
  }

  /**
   * Resuming what is not paused changes nothing.
   * @param by the key with which it is asked for
   * @throws HermodError JOURNEY_NOT_FOUND
   */
  async execute(journey: string, by: string): Promise<{ journey: string; pausedAt: Date | null }> {
    await this.#actions.resume(journey, by);
    const { pausedAt } = await existingJourney(this.#journeys, journey);
    return { journey, pausedAt };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { type JourneyAction, JourneyActions } from '../../storage/journey-actions.ts';
import { Journeys } from '../../storage/journeys.ts';
import { RunsInFlight } from '../../storage/runs-in-flight.ts';
import { existingJourney } from './existing-journey.ts';
import { JourneyCatalog } from './journey-catalog.ts';

/** A version with what goes on of it. */
export interface VersionView {
  readonly version: number;
  readonly publishedAt: Date;
  readonly state: 'published' | 'draining' | 'done';
  readonly running: number;
  /** False: its runs stand still, until a build understands it. Not looked at when it is done. */
  readonly understood?: boolean;
}

/** The published versions of a journey, and what was done to it. */
@Injectable()
export class ListVersions {
  readonly #journeys: Journeys;
  readonly #catalog: JourneyCatalog;
  readonly #actions: JourneyActions;
  readonly #inFlight: RunsInFlight;
  constructor(
    @Inject(Journeys) journeys: Journeys,
    @Inject(JourneyCatalog) catalog: JourneyCatalog,
    @Inject(JourneyActions) actions: JourneyActions,
    @Inject(RunsInFlight) inFlight: RunsInFlight,
  ) {
    this.#journeys = journeys;
    this.#catalog = catalog;
    this.#actions = actions;
    this.#inFlight = inFlight;
  }

  /**
   * Versions before one of them, newest first, `limit` at most.
   * @throws HermodError JOURNEY_NOT_FOUND
   */
  async execute(
    journey: string,
    before: number | undefined,
    limit: number,
  ): Promise<{ published: number | null; pausedAt: Date | null; versions: VersionView[] }> {
    const { publishedVersion, pausedAt } = await existingJourney(this.#journeys, journey);
    const versions = await this.#journeys.versions(journey, before, limit);
    const counts = await this.#inFlight.perVersion(journey);
    return {
      published: publishedVersion,
      pausedAt,
      versions: versions.map((source) => {
        const { version, publishedAt } = source;
        const running = counts.get(version) ?? 0;
        const isPublished = version === publishedVersion;
        const state = isPublished ? 'published' : running > 0 ? 'draining' : 'done';
        const view = { version, publishedAt, state, running } as const;
        return state === 'done' ? view : { ...view, understood: this.#catalog.isUnderstood(source) };
      }),
    };
  }

  /**
   * What was done to a journey before one of the actions, newest first, `limit` at most.
   * @throws HermodError JOURNEY_NOT_FOUND
   */
  async actions(journey: string, before: string | undefined, limit: number): Promise<JourneyAction[]> {
    await existingJourney(this.#journeys, journey);
    return this.#actions.list(journey, before, limit);
  }
}

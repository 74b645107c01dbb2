import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import {
  type CompiledJourney,
  type Exploration,
  exploreInPieces,
  readJourney,
  readPublishedJourney,
} from '@hermod/journey';
import { JourneySources } from '../../storage/journey-sources.ts';

/** Tighter than on a command line: a request may not keep the process from its runs. */
const MAX_STATES = 20_000;
const MAX_PATH_LINES = 200;
const WITHIN_MS = 5_000;
/** Explorations that are under way or wait; they take turns. */
const MOST_AT_ONCE = 3;

/** Explores a journey's draft or one of its versions, in pieces between which the process does its other work. */
@Injectable()
export class ExploreJourney {
  readonly #sources: JourneySources;
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;
  constructor(@Inject(JourneySources) sources: JourneySources) {
    this.#sources = sources;
  }

  /**
   * @throws HermodError JOURNEY_NOT_FOUND without that draft or version, JOURNEY_INVALID when this build does not understand
   * it, TOO_MANY_REQUESTS when others are being explored.
   */
  async execute(id: string, version: number | undefined): Promise<Exploration> {
    const journey = await this.#journey(id, version);
    if (this.#open >= MOST_AT_ONCE)
      throw new HermodError('TOO_MANY_REQUESTS', 'other journeys are being explored', {
        fix: 'try again in some seconds, or use `hermod explore`',
      });
    this.#open += 1;
    const exploring = this.#last.then(() => exploreInTurns(journey));
    // Whoever is next waits for the end, however it comes.
    this.#last = exploring.catch(() => undefined);
    try {
      return await exploring;
    } finally {
      this.#open -= 1;
    }
  }

  async #journey(id: string, version: number | undefined): Promise<CompiledJourney> {
    const found = await this.#sources.find(id, version);
    if (found !== undefined) {
      const read = version === undefined ? readJourney : readPublishedJourney;
      return read(found.source, found.format);
    }
    const what = version === undefined ? `journey ${id}` : `version ${version} of ${id}`;
    const fix = version === undefined ? 'GET /v1/journeys lists them' : `GET /v1/journeys/${id}/versions`;
    throw new HermodError('JOURNEY_NOT_FOUND', `there is no ${what}`, { field: 'id', fix });
  }
}

async function exploreInTurns(journey: CompiledJourney): Promise<Exploration> {
  const stopAt = performance.now() + WITHIN_MS;
  const exploring = exploreInPieces(journey, {
    maxStates: MAX_STATES,
    maxPathLines: MAX_PATH_LINES,
    isEnough: () => performance.now() > stopAt,
  });
  for (;;) {
    const { done, value } = exploring.next();
    if (done === true) return value;
    await nextTurn();
  }
}

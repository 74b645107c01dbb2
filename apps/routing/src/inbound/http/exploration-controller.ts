import { Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ExplorationQuery, type ExplorationView, JourneyPath } from '@hermod/api';
import { Scopes } from '@hermod/http';
import type { Exploration, Shown } from '@hermod/journey';
import { ExploreJourney } from '../../application/journeys/explore-journey.ts';

/** What can happen in a journey, before anything is sent. */
@Controller('v1/journeys')
export class ExplorationController {
  readonly #exploreJourney: ExploreJourney;
  constructor(@Inject(ExploreJourney) exploreJourney: ExploreJourney) {
    this.#exploreJourney = exploreJourney;
  }

  @Post(':id/explore')
  @HttpCode(200)
  @Scopes('design')
  async explore(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Query({ schema: ExplorationQuery }) { version }: ExplorationQuery,
  ): Promise<ExplorationView> {
    const found = await this.#exploreJourney.execute(id, version);
    return { ...toView(found), version: version ?? null };
  }
}

function toView(found: Exploration): Omit<ExplorationView, 'version'> {
  const { mostMessages, mostMessagesInDay, mostMessagesByChannel, longestToLastMessage, longestToEnd } =
    found;
  const byChannel = Object.entries(mostMessagesByChannel).map(
    ([name, most]) => [name, withPath(most)] as const,
  );
  return {
    ...found,
    mostMessages: withPath(mostMessages),
    mostMessagesInDay: withPath(mostMessagesInDay),
    mostMessagesByChannel: Object.fromEntries(byChannel),
    longestToLastMessage: longestToLastMessage === null ? null : withPath(longestToLastMessage),
    longestToEnd: withPath(longestToEnd),
    deadSteps: [...found.deadSteps],
    loops: found.loops.map((loop) => ({ ...withPath(loop), steps: [...loop.steps] })),
    ends: found.ends.map(withPath),
  };
}

type Path = ExplorationView['mostMessages']['path'];

function withPath<T extends Shown>(figure: T): Omit<T, 'path'> & { path: Path } {
  return { ...figure, path: [...figure.path] };
}

import { Body, Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { JourneyPath, ScenarioInput, SimulationQuery, type SimulationView } from '@hermod/api';
import { Scopes } from '@hermod/http';
import { toClockText } from '@hermod/calendar';
import { describeExpected, describeObserved, type Judgement, type Simulation } from '@hermod/journey';
import { SimulateJourney } from '../../application/journeys/simulate-journey.ts';

/** What would happen if: scenarios on a virtual clock. */
@Controller('v1/journeys')
export class SimulationController {
  readonly #simulateJourney: SimulateJourney;
  constructor(@Inject(SimulateJourney) simulateJourney: SimulateJourney) {
    this.#simulateJourney = simulateJourney;
  }

  @Post(':id/simulate')
  @HttpCode(200)
  @Scopes('design')
  async simulate(
    @Param({ schema: JourneyPath }) { id }: JourneyPath,
    @Query({ schema: SimulationQuery }) { version }: SimulationQuery,
    @Body({ schema: ScenarioInput }) scenario: ScenarioInput,
  ): Promise<SimulationView> {
    const { simulation, judgement } = await this.#simulateJourney.execute(id, version, scenario);
    return {
      journey: id,
      version: version ?? null,
      ...toView(simulation),
      ...(judgement === undefined ? {} : toJudged(judgement, simulation.timeZone)),
    };
  }
}

type Shown = Omit<SimulationView, 'journey' | 'version'>;

function toView({ begins, ends, timeZone, observed, story, mistakes, stopped }: Simulation): Shown {
  const timed = <T extends { readonly at: number }>(line: T) => ({
    ...line,
    at: new Date(line.at).toISOString(),
    local: toClockText(line.at, timeZone),
  });
  return {
    begins: new Date(begins).toISOString(),
    ends: new Date(ends).toISOString(),
    timeZone,
    happened: observed.map(timed),
    story: story.map(({ why, ...line }) => ({
      ...timed(line),
      ...(why === undefined ? {} : { why: { rule: why.rule, values: { ...why.values } } }),
    })),
    mistakes: mistakes.map(({ field, message }) => ({ field, message })),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

function toJudged({ passed, rows }: Judgement, zone: string): Pick<SimulationView, 'passed' | 'rows'> {
  return {
    passed,
    rows: rows.map(({ verdict, expected, happened, differences }) => ({
      verdict,
      differences: [...differences],
      ...(expected === undefined ? {} : { expected: describeExpected(expected, zone) }),
      ...(happened === undefined ? {} : { happened: describeObserved(happened, zone) }),
    })),
  };
}

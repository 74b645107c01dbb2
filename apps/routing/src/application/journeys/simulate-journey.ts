import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { CompiledTemplate } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import {
  channelOf,
  messagesOf,
  type CompiledJourney,
  judge,
  type Judgement,
  type Limits,
  readJourney,
  readPublishedJourney,
  readScenario,
  type Scenario,
  simulateInPieces,
  type Simulation,
} from '@hermod/journey';
import { TemplateContents } from '../../outbound/template-contents.ts';
import { JourneySources } from '../../storage/journey-sources.ts';

/** Tighter than on a command line: a request may not keep the process from its runs. */
const LIMITS: Limits = { advances: 2_000, messages: 200, lines: 4_000 };
const WITHIN_MS = 5_000;
/** The process does its other work after pieces of this length. */
const PIECE_MS = 10;

/** What happened, and whether that was expected, where something was. */
export interface SimulatedJourney {
  readonly simulation: Simulation;
  readonly judgement: Judgement | undefined;
}

/** Plays a scenario with a journey's draft or one of its versions. Nothing is stored and nothing is sent. */
@Injectable()
export class SimulateJourney {
  readonly #sources: JourneySources;
  readonly #templates: TemplateContents;
  constructor(
    @Inject(JourneySources) sources: JourneySources,
    @Inject(TemplateContents) templates: TemplateContents,
  ) {
    this.#sources = sources;
    this.#templates = templates;
  }

  /**
   * @throws HermodError JOURNEY_SCENARIO_INVALID with every mistake of the scenario, JOURNEY_NOT_FOUND without that draft or
   * version, JOURNEY_INVALID when this build does not understand it, DELIVERY_UNAVAILABLE when templates can't be read.
   */
  async execute(id: string, version: number | undefined, input: unknown): Promise<SimulatedJourney> {
    const scenario = readScenario(input);
    const journey = await this.#journey(id, version);
    const templates = await this.#templates.load(templatesOf(journey));
    const simulation = await simulateInTurns(scenario, journey, templates);
    const judgement = scenario.expect === undefined ? undefined : judge(scenario, simulation);
    return { simulation, judgement };
  }

  async #journey(id: string, version: number | undefined): Promise<CompiledJourney> {
    const found = await this.#sources.find(id, version);
    const read = version === undefined ? readJourney : readPublishedJourney;
    if (found !== undefined) return read(found.source, found.format);
    const what = version === undefined ? `journey ${id}` : `version ${version} of ${id}`;
    const fix = version === undefined ? 'GET /v1/journeys lists them' : `GET /v1/journeys/${id}/versions`;
    throw new HermodError('JOURNEY_NOT_FOUND', `there is no ${what}`, { field: 'id', fix });
  }
}

/** In pieces, between which the process does its other work. */
async function simulateInTurns(
  scenario: Scenario,
  journey: CompiledJourney,
  templates: ReadonlyMap<string, CompiledTemplate>,
): Promise<Simulation> {
  // Zones, numbers and holidays take memory and a moment; only whoever simulates needs them.
  const { builtInLaw } = await import('@hermod/places');
  const law = builtInLaw();
  const began = performance.now();
  const isEnough = (): boolean => performance.now() - began > WITHIN_MS;
  const playing = simulateInPieces(scenario, [journey], {
    templates,
    limits: LIMITS,
    isEnough,
    law,
  });
  let pieceBegan = began;
  for (;;) {
    const { done, value } = playing.next();
    if (done === true) return value;
    if (performance.now() - pieceBegan < PIECE_MS) continue;
    await nextTurn();
    pieceBegan = performance.now();
  }
}

function templatesOf({ document }: CompiledJourney): Set<string> {
  const messages = document.steps.flatMap((step) => messagesOf(step).messages);
  return new Set(messages.map((message) => channelOf(message).template));
}

import { nextOccurrence } from '@hermod/calendar';
import type { CompiledTemplate } from '@hermod/channels';
import { createRuleBook, type Law } from '@hermod/consent-policy';
import type { Millis } from '../engine/run.ts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import type { Problem } from '../language/problem.ts';
import { DEFAULT_LIMITS, type Limits, type Observed, type StoryLine, TooMuch } from './notebook.ts';
import { launchEvent } from './launch-event.ts';
import { play } from './play-happening.ts';
import { invalid, readingOf, readTimes } from './read-scenario.ts';
import type { Happening, Scenario } from './scenario.ts';
import { World } from './world.ts';

/** Nothing is known of any place, and nothing is forbidden there. */
const NO_LAW: Law = {
  rules: createRuleBook([], () => false),
  homeOf: (declared) => ({ ...declared, addressTimeZones: [], countryTimeZones: [] }),
  placeOfNumber: () => ({ timeZones: [], regions: [], isAnywhere: true }),
};

/** Virtual time ends here at the latest. */
const MAX_MS = 366 * 86_400_000;

/** What a simulation needs besides the scenario and its journeys. */
export interface SimulationOptions {
  /** By name; messages of templates that are not among them have no text. */
  readonly templates?: ReadonlyMap<string, CompiledTemplate>;
  readonly limits?: Limits;
  /** Under which messages are decided; without it consent alone counts, at every hour. */
  readonly law?: Law;
  /** Asked between pieces; true stops it. */
  readonly isEnough?: () => boolean;
}

/** How a run stood when a simulation was over. */
export interface SimulatedRunState {
  readonly id: string;
  readonly journey: string;
  readonly status: 'running' | 'ended';
  readonly outcome?: string;
  readonly startedAt: Millis;
  readonly endedAt?: Millis;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What happened in a scenario. */
export interface Simulation {
  readonly begins: Millis;
  readonly ends: Millis;
  /** The recipient's time zone when it began; times are shown by its clocks. */
  readonly timeZone: string;
  /** What shows from outside, in its order: messages, ends, published events. */
  readonly observed: readonly Observed[];
  /** Every line of every run, and the events. */
  readonly story: readonly StoryLine[];
  readonly runs: readonly SimulatedRunState[];
  /** What the scenario asked for and could not be done. */
  readonly mistakes: readonly Problem[];
  /** Why it was stopped before its end. */
  readonly stopped?: string;
}

/**
 * Plays a scenario on a virtual clock, with the engine and the consent policy that the services use. Pure and
 * deterministic: the same scenario always gives the same result. Nothing takes time but what the scenario says.
 * @throws HermodError JOURNEY_SCENARIO_INVALID when it speaks of journeys that are not there.
 */
export function simulate(
  scenario: Scenario,
  journeys: readonly CompiledJourney[],
  options: SimulationOptions = {},
): Simulation {
  const playing = simulateInPieces(scenario, journeys, options);
  for (;;) {
    const { done, value } = playing.next();
    if (done === true) return value;
  }
}

/**
 * The same, for those who have other things to do meanwhile: a pause after each thing that happens. `isEnough` is asked
 * there, and stops it.
 */
export function* simulateInPieces(
  scenario: Scenario,
  journeys: readonly CompiledJourney[],
  options: SimulationOptions = {},
): Generator<undefined, Simulation, undefined> {
  const problems = findUnknown(scenario, journeys);
  if (problems.length > 0) throw invalid(problems);
  const { templates = new Map<string, CompiledTemplate>(), limits = DEFAULT_LIMITS } = options;
  const world = new World(scenario, journeys, templates, limits, options.law ?? NO_LAW);
  const { begins } = readingOf(scenario);
  const [until] = readTimes([{ at: scenario.until }], scenario);
  const end = Math.min(until ?? begins + MAX_MS, begins + MAX_MS);
  let stopped: string | undefined;
  try {
    prepare(world, scenario, journeys, end);
    while (step(world, end)) {
      yield;
      if (options.isEnough?.() === true) throw new TooMuch('it took too long');
    }
    if (until !== undefined) world.agenda.goTo(end);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    stopped = error.message;
  }
  return resultOf(world, scenario, stopped);
}

function resultOf(world: World, scenario: Scenario, stopped: string | undefined): Simulation {
  const { begins, zone } = readingOf(scenario);
  observeRunning(world);
  const { observed, story, mistakes } = world.notebook;
  const runs = world.runs.all.map(({ run }) => stateOf(run));
  const about = { begins, ends: world.agenda.now, timeZone: zone, observed, story, mistakes, runs };
  return stopped === undefined ? about : { ...about, stopped };
}

function prepare(world: World, scenario: Scenario, journeys: readonly CompiledJourney[], end: Millis): void {
  for (const [channel, behaviour] of Object.entries(scenario.given.providers ?? {}))
    world.delivery.behave(channel as keyof NonNullable<Scenario['given']['providers']>, behaviour);
  for (const journey of journeys) planLaunches(world, journey, end);
  const times = readTimes(scenario.happens, scenario);
  for (const [n, happening] of scenario.happens.entries())
    world.agenda.put(times[n]!, () => play(world, journeys, happening, n));
}

/**
 * Does the next thing; false when nothing is left to happen. What has happened comes before what time brings: timers wait
 * for the facts that could cancel them.
 */
function step({ agenda, runs }: World, end: Millis): boolean {
  const timer = runs.nextTimer;
  const next = Math.min(agenda.nextAt ?? Infinity, timer?.at ?? Infinity);
  if (next > end) return false;
  if (timer !== undefined && timer.at < (agenda.nextAt ?? Infinity)) {
    agenda.goTo(timer.at);
    runs.tell(timer.id, { kind: 'tick', upTo: timer.at });
  } else agenda.step();
  return true;
}

/** Audiences that start by themselves. */
function planLaunches(world: World, journey: CompiledJourney, end: Millis): void {
  const { audience } = journey.document.start;
  const { agenda, runs } = world;
  const begins = agenda.now;
  const launch = (at: Millis): void => runs.launch(journey, launchEvent(journey, at));
  if (audience?.at !== undefined) {
    const at = Date.parse(audience.at);
    if (at >= begins) agenda.put(at, () => launch(at));
  }
  const { every, zone = 'UTC' } = audience ?? {};
  if (every === undefined) return;
  const planNext = (after: Millis): void => {
    const at = nextOccurrence(every, zone, after);
    if (at === undefined || at > end) return;
    agenda.put(at, () => {
      launch(at);
      planNext(at);
    });
  };
  planNext(begins - 1);
}

function observeRunning({ runs, notebook, agenda }: World): void {
  for (const { run: state } of runs.all) {
    const { journey, vars: variables, position } = state;
    // One that was stopped before its first step stands nowhere.
    if (position === undefined) continue;
    notebook.observe({ kind: 'running', at: agenda.now, journey, step: position.step, variables });
  }
}

function stateOf(state: World['runs']['all'][number]['run']): SimulatedRunState {
  const { id, journey, status, outcome, startedAt, endedAt, vars: variables } = state;
  return {
    id,
    journey,
    status,
    startedAt,
    variables,
    ...(outcome === undefined ? {} : { outcome }),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

/** Journeys that the scenario names and nobody gave, and audiences without end. */
function findUnknown(scenario: Scenario, journeys: readonly CompiledJourney[]): Problem[] {
  const known = journeys.map(({ document }) => document.journey);
  const unknown = scenario.happens.flatMap((happening, n) => {
    const [kind, name] = journeyOf(happening);
    if (name === undefined || known.includes(name)) return [];
    return [
      {
        field: `happens[${n}].${kind}`,
        message: `the scenario has no journey \`${name}\``,
        fix: `it has: ${known.join(', ')}`,
      },
    ];
  });
  const endless = journeys.find(({ document }) => document.start.audience?.every !== undefined);
  if (endless === undefined || scenario.until !== undefined) return unknown;
  const message = `\`${endless.document.journey}\` starts again and again`;
  return [...unknown, { field: 'until', message, fix: 'say when the scenario is over' }];
}

function journeyOf(happening: Happening): [kind: string, journey?: string] {
  if ('pause' in happening) return ['pause', happening.pause];
  if ('resume' in happening) return ['resume', happening.resume];
  if ('launch' in happening) return ['launch', happening.launch];
  return 'cancel' in happening ? ['cancel', happening.cancel] : ['other'];
}

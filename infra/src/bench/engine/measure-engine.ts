import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  advance,
  compileExpression,
  type CompiledJourney,
  compileJourney,
  explore,
  holds,
  readJourney,
} from '@hermod/journey';
import { bestOfRounds, type Pace } from './best-of-rounds.ts';
import { fiftySteps } from './fifty-steps.ts';
import { decisionWorks } from './measure-decisions.ts';
import type { EngineOptions } from './options.ts';
import { recordLives } from './record-lives.ts';

/** One thing that the engine does, and how often it does it in a second. */
export interface EngineFigure {
  readonly what: string;
  readonly unit: string;
  readonly pace: Pace;
}

const DEMO = fileURLToPath(new URL('../../../demo/order-shipped.yaml', import.meta.url));
const LIVES = 200;
const EXPRESSIONS = [
  'event.data.orderId == start.data.orderId',
  'recipient.tier == "gold" && event.data.total > 100',
  'event.data.missing > 0',
];

/** What is measured on one core, in turn. What is compiled is compiled once, before. */
export function engineMeasurements(
  options: EngineOptions,
): readonly { readonly what: string; readonly measure: () => EngineFigure }[] {
  const demo = readJourney(readFileSync(DEMO, 'utf8'), 'yaml');
  const fifty = compileJourney(fiftySteps());
  const measuring = (what: string, unit: string, work: () => number) => ({
    what,
    measure: (): EngineFigure => ({ what, unit, pace: bestOfRounds(options.rounds, options.roundMs, work) }),
  });
  return [
    measuring('advance, the demo’s journey', 'steps', advancing(demo)),
    measuring('advance, a journey of 50 steps', 'steps', advancing(fifty)),
    measuring('CEL, three conditions in turn', 'evaluations', evaluating()),
    ...decisionWorks().map(({ what, work }) => measuring(what, 'decisions', work)),
    measuring('compiling 50 steps', 'journeys', () => (compileJourney(fiftySteps()), 1)),
    measuring('exploring 50 steps', 'journeys', () => (explore(fifty), 1)),
  ];
}

/** Lives of a journey once more: of starts, acceptances, receipts and ticks as many as a run is told of. */
function advancing(journey: CompiledJourney): () => number {
  const lives = recordLives(journey, LIVES);
  return () => {
    let steps = 0;
    for (const { first, surroundings, told } of lives) {
      let run = first;
      for (const { stimulus, now } of told) ({ run } = advance(journey, run, surroundings, stimulus, now));
      steps += told.length;
    }
    return steps;
  };
}

function evaluating(): () => number {
  const conditions = EXPRESSIONS.map((source) => {
    const compiled = compileExpression(source, 'bool');
    if ('message' in compiled) throw new TypeError(compiled.message);
    return compiled;
  });
  const event = { id: 'e', data: { orderId: 'A-1', total: 129.9 } };
  const scope = { event, start: event, recipient: { tier: 'gold' }, vars: {}, now: new Date(0) };
  return () => {
    for (let n = 0; n < LIVES; n += 1) for (const condition of conditions) holds(condition, scope);
    return LIVES * conditions.length;
  };
}

import { compileJourney } from '@hermod/journey';
import { expect, it } from 'vitest';
import { fiftySteps } from './fifty-steps.ts';
import { recordLives } from './record-lives.ts';

it('the journey of the benchmark has fifty steps and an end, and its runs are told of all kinds', () => {
  const journey = compileJourney(fiftySteps());
  expect(journey.document.steps).toHaveLength(51);
  const [life] = recordLives(journey, 1);
  const kinds = new Set(life!.told.map(({ stimulus }) => stimulus.kind));
  expect(kinds).toEqual(new Set(['start', 'attempted', 'receipt', 'tick']));
  expect(life!.told.length).toBeGreaterThan(50);
});

/** Scenarios: what happens to one recipient on a virtual clock, and whether that was expected. */
export { describeExpected, describeObserved } from './describe-line.ts';
export { type Difference, judge, type JudgedRow, type Judgement } from './judge.ts';
export { DEFAULT_LIMITS, type Limits, type Observed, type StoryLine } from './notebook.ts';
export { readScenario } from './read-scenario.ts';
export { type Expectation, type Happening, type Scenario, ScenarioSchema } from './scenario.ts';
export {
  simulate,
  simulateInPieces,
  type SimulatedRunState,
  type Simulation,
  type SimulationOptions,
} from './simulate.ts';

/** What a stage found. A check counts as one, tests are counted each. */
export interface StageResult {
  readonly passed: number;
  readonly failed: number;
  /** Shown when something failed. */
  readonly output: string;
}

/** One thing that `npm test` looks at. */
export interface TestStage {
  /** As in `npm test -- unit`. What can be done beside something else may be two stages of one name. */
  readonly name: string;
  readonly doing: string;
  run(): Promise<StageResult>;
}

/** Stages that follow each other. */
export type Lane = readonly TestStage[];

/** Lanes that run beside each other. */
export type Round = readonly Lane[];

/** What a stage found. A check counts as one, tests are counted each. */
export interface StageResult {
  readonly passed: number;
  readonly failed: number;
  /** Shown when something failed. */
  readonly output: string;
}

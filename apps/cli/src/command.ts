import type { ParseArgsOptionsConfig } from 'node:util';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './terminal/output.ts';

/** The world of one call: given, so that tests can give another. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly cwd: string;
  readonly out: Output;
  readonly err: Output;
  /** The whole standard input, at most that many bytes. */
  readInput(maxBytes: number): Promise<string>;
}

/** One of `hermod`'s commands. */
export interface Command {
  /** How it is called, without `hermod`; a line each. */
  readonly usage: readonly string[];
  /** What it does, in sentences. */
  readonly about: string;
  /** Each option with what it does, in the order in which they are shown. */
  readonly options: readonly (readonly [option: string, does: string])[];
  /**
   * Does it.
   * @param args what follows the command's name.
   * @throws Failure in words; UsageError when it can't be called like that.
   */
  run(args: readonly string[], around: Surroundings): Promise<ExitCode>;
}

export type Options = ParseArgsOptionsConfig;

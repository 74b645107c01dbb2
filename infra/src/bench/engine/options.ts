import { CommandOptions } from '../../system/command-options.ts';

/** What `npm run bench -- engine` was asked for. */
export interface EngineOptions {
  /** How often each thing is measured; the best counts, and the spread is shown. */
  readonly rounds: number;
  /** How long one round lasts at least. */
  readonly roundMs: number;
  readonly isJson: boolean;
}

/** How to call it. */
export const ENGINE_USAGE = `npm run bench -- engine [options]
  --rounds <n>          how often each is measured (default 7)
  --round-ms <n>        how long a round lasts at least (default 1000)
  --json                prints one JSON document instead of a table`;

const DEFINITIONS = {
  rounds: { type: 'string', default: '7' },
  'round-ms': { type: 'string', default: '1000' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line behind the word `engine`.
 * @throws HermodError BENCH_OPTION that names the option and shows how to call it.
 */
export function readEngineOptions(args: readonly string[]): EngineOptions {
  const read = new CommandOptions('BENCH_OPTION', ENGINE_USAGE);
  const values = read.parse(args, DEFINITIONS);
  return {
    rounds: read.wholeNumber('--rounds', values.rounds, 1, 100),
    roundMs: read.wholeNumber('--round-ms', values['round-ms'], 10, 60_000),
    isJson: values.json,
  };
}

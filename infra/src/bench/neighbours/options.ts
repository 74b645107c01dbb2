import { CommandOptions } from '../../system/command-options.ts';

/** What `npm run bench -- neighbours` was asked for. */
export interface NeighbourOptions {
  /** Messages of each of the two channels in a second. */
  readonly ratePerSecond: number;
  /** How long each phase lasts. */
  readonly seconds: number;
  /** Undisturbed and disturbed phases, by turns. */
  readonly rounds: number;
  readonly isJson: boolean;
}

/** How to call it. */
export const NEIGHBOURS_USAGE = `npm run bench -- neighbours [options]
  --rate <n>            messages of each channel in a second (default 40)
  --seconds <n>         how long each phase lasts (default 15)
  --rounds <n>          undisturbed and disturbed phases, by turns (default 3)
  --json                prints one JSON document instead of a table`;

const DEFINITIONS = {
  rate: { type: 'string', default: '40' },
  seconds: { type: 'string', default: '15' },
  rounds: { type: 'string', default: '3' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line behind the word `neighbours`.
 * @throws HermodError BENCH_OPTION that names the option and shows how to call it.
 */
export function readNeighbourOptions(args: readonly string[]): NeighbourOptions {
  const read = new CommandOptions('BENCH_OPTION', NEIGHBOURS_USAGE);
  const values = read.parse(args, DEFINITIONS);
  return {
    ratePerSecond: read.wholeNumber('--rate', values.rate, 1, 500),
    seconds: read.wholeNumber('--seconds', values.seconds, 1, 120),
    rounds: read.wholeNumber('--rounds', values.rounds, 1, 20),
    isJson: values.json,
  };
}

import { randomInt } from 'node:crypto';
import { CommandOptions } from '../system/command-options.ts';
import { PLANTED_BUGS } from './planted/bugs.ts';

/** What `npm run nemesis` was asked for. */
export interface NemesisOptions {
  readonly events: number;
  readonly minutes: number;
  readonly seed: number;
  readonly faults: number;
  /** The bugs to plant, one after the other; none is the ordinary run. */
  readonly planted: readonly string[];
  /** Leaves data and logs behind. */
  readonly keeps: boolean;
}

/** How to call it. */
export const USAGE = `npm run nemesis -- [options]
  --events <n>      events, spread evenly over the time (default 1000)
  --minutes <m>     how long events and faults go on (default 3)
  --seed <s>        decides load and faults; printed, so that a run can be repeated (default: made up)
  --faults <n>      how many faults (default ten a minute)
  --planted <name>  plants a bug (several by comma, or all), and expects that its invariant is broken within two runs
  --keep            leaves data and logs under .hermod/nemesis`;

const DEFINITIONS = {
  events: { type: 'string', default: '1000' },
  minutes: { type: 'string', default: '3' },
  seed: { type: 'string' },
  faults: { type: 'string' },
  planted: { type: 'string', default: '' },
  keep: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line.
 * @throws HermodError NEMESIS_OPTION that names the option and shows how to call it.
 */
export function readOptions(args: readonly string[]): NemesisOptions {
  const read = new CommandOptions('NEMESIS_OPTION', USAGE);
  const values = read.parse(args, DEFINITIONS);
  const minutes = read.number('--minutes', values.minutes, 0.5, 240);
  const bugs = PLANTED_BUGS.map(({ name }) => name);
  return {
    events: read.wholeNumber('--events', values.events, 1, 200_000),
    minutes,
    seed:
      values.seed === undefined ? randomInt(2 ** 31) : read.wholeNumber('--seed', values.seed, 0, 2 ** 31),
    faults:
      values.faults === undefined
        ? Math.round(minutes * 10)
        : read.wholeNumber('--faults', values.faults, 0, 10_000),
    planted: values.planted === '' ? [] : read.choose('--planted', values.planted, bugs),
    keeps: values.keep,
  };
}

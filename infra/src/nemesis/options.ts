import { randomInt } from 'node:crypto';
import { CommandOptions } from '../system/command-options.ts';
import { PLANTED_BUGS } from './planted/bugs.ts';

/** What `npm run nemesis` was asked for. */
export interface NemesisOptions {
  readonly events: number;
  /** Races of STOP. */
  readonly stops: number;
  readonly minutes: number;
  readonly seed: number;
  readonly faults: number;
  /** The bugs to plant, one after the other; none is the ordinary run. */
  readonly planted: readonly string[];
  /** Leaves data and logs behind. */
  readonly keeps: boolean;
}

/** Races beside the ordinary load, and races alone. */
const STOPS_A_MINUTE = 100;
const ALONE_A_MINUTE = 1_000;

/** How to call it. */
export const USAGE = `npm run nemesis -- [options]
  --events <n>      events, spread evenly over the time (default 1000)
  --stops <n>       races of STOP (default a hundred a minute); without --events nothing but these
  --minutes <m>     how long events and faults go on (default 3; with --stops alone a minute for each thousand)
  --seed <s>        decides load and faults; printed, so that a run can be repeated (default: made up)
  --faults <n>      how many faults (default ten a minute)
  --planted <name>  plants a bug (several by comma, or all), and expects that its invariant is broken within two runs
  --keep            leaves data and logs under .hermod/nemesis`;

const DEFINITIONS = {
  events: { type: 'string' },
  stops: { type: 'string' },
  minutes: { type: 'string' },
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
  const { events = values.stops === undefined ? '1000' : '0', stops } = values;
  const minutes = read.number('--minutes', values.minutes ?? minutesFor(values), 0.5, 240);
  const bugs = PLANTED_BUGS.map(({ name }) => name);
  return {
    events: read.wholeNumber('--events', events, 0, 200_000),
    stops: read.wholeNumber('--stops', stops ?? String(Math.round(minutes * STOPS_A_MINUTE)), 0, 100_000),
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

function minutesFor({ events, stops }: { readonly events?: string; readonly stops?: string }): string {
  if (stops === undefined || events !== undefined) return '3';
  return String(Math.max(1, Number(stops) / ALONE_A_MINUTE));
}

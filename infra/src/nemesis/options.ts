import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { HermodError } from '@hermod/contracts';
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
  const values = parse(args);
  const minutes = numberIn('--minutes', values.minutes, 0.5, 240);
  return {
    events: wholeNumber('--events', values.events, 1, 200_000),
    minutes,
    seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', values.seed, 0, 2 ** 31),
    faults:
      values.faults === undefined
        ? Math.round(minutes * 10)
        : wholeNumber('--faults', values.faults, 0, 10_000),
    planted: planted(values.planted),
    keeps: values.keep,
  };
}

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof DEFINITIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: DEFINITIONS }).values;
  } catch (error) {
    throw wrong('arguments', (error as Error).message);
  }
}

function planted(text: string): readonly string[] {
  const known = PLANTED_BUGS.map(({ name }) => name);
  if (text === '') return [];
  if (text === 'all') return known;
  const names = text.split(',');
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw wrong('--planted', `--planted knows ${known.join(', ')} and all, not ${unknown.join(', ')}`);
  return names;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = numberIn(option, text, least, most);
  if (Number.isInteger(value)) return value;
  throw wrong(option, `${option} is a whole number, not ${text}`);
}

function numberIn(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw wrong(option, `${option} is a number from ${least} to ${most}, not ${text}`);
}

function wrong(field: string, message: string): HermodError {
  return new HermodError('NEMESIS_OPTION', `${message}\n\n${USAGE}`, { field });
}

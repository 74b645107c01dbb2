import { CommandOptions } from '../../system/command-options.ts';

/** Whose timers are measured: Hermod's table by itself, the routing service as a whole, and two job queues. */
export const CONTENDERS = ['table', 'routing', 'pg-boss', 'graphile-worker'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** What `npm run bench -- timers` was asked for. */
export interface TimerOptions {
  readonly contenders: readonly ContenderName[];
  /** How many timers are pending, from few to many. */
  readonly pending: readonly number[];
  /** How many are pending while an old snapshot is open; 0 leaves that out. */
  readonly held: number;
  /** Timers that become due each second, of the steady load. */
  readonly ratePerSecond: number;
  /** How long the steady load lasts. */
  readonly seconds: number;
  /** Timers that become due at the same instant. */
  readonly burst: number;
  readonly isJson: boolean;
}

/** How to call it. */
export const TIMERS_USAGE = `npm run bench -- timers [options]
  --quick               a minute or two: 100,000 pending, 4 s of load, 2,000 at once
  --only <name>         table, routing, pg-boss, graphile-worker or several by comma (default all)
  --pending <n,…>       how many are pending (default 10000,1000000,3000000)
  --held <n>            how many are pending with an old snapshot open (default 1000000; 0 leaves it out)
  --rate <n>            timers due each second (default 100)
  --seconds <n>         how long (default 10)
  --burst <n>           timers due at once (default 10000)
  --json                prints one JSON document instead of tables`;

const DEFINITIONS = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', default: 'all' },
  pending: { type: 'string' },
  held: { type: 'string' },
  rate: { type: 'string', default: '100' },
  seconds: { type: 'string' },
  burst: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const MOST_PENDING = 10_000_000;

/**
 * Reads the command line behind the word `timers`.
 * @throws HermodError BENCH_OPTION that names the option and shows how to call it.
 */
export function readTimerOptions(args: readonly string[]): TimerOptions {
  const read = new CommandOptions('BENCH_OPTION', TIMERS_USAGE);
  const values = read.parse(args, DEFINITIONS);
  const usual = values.quick
    ? { pending: '100000', held: '100000', seconds: '4', burst: '2000' }
    : { pending: '10000,1000000,3000000', held: '1000000', seconds: '10', burst: '10000' };
  const pending = (values.pending ?? usual.pending)
    .split(',')
    .map((text) => read.wholeNumber('--pending', text, 1, MOST_PENDING));
  return {
    contenders: read.choose('--only', values.only, CONTENDERS),
    pending: pending.toSorted((one, other) => one - other),
    held: read.wholeNumber('--held', values.held ?? usual.held, 0, MOST_PENDING),
    ratePerSecond: read.wholeNumber('--rate', values.rate, 1, 5_000),
    seconds: read.wholeNumber('--seconds', values.seconds ?? usual.seconds, 1, 600),
    burst: read.wholeNumber('--burst', values.burst ?? usual.burst, 1, 100_000),
    isJson: values.json,
  };
}

import { CommandOptions } from '../system/command-options.ts';
import { SERVICES, type ServiceName } from '../system/services.ts';
import { SCENARIO_NAMES, type ScenarioName } from './scenarios.ts';

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  readonly scenarios: readonly ScenarioName[];
  /** Events handed over at once; 0 leaves saturation out. */
  readonly atOnce: number;
  /** Events a second; 0 leaves the steady load out. */
  readonly ratePerSecond: number;
  /** Events of the steady load. */
  readonly rateEvents: number;
  /** Events of each scenario that come first and don't count. */
  readonly warmUp: number;
  readonly recipients: number;
  /** How often everything is measured. */
  readonly runs: number;
  readonly isJson: boolean;
  /** Services whose processor time is sampled meanwhile. */
  readonly profile: readonly ServiceName[];
  /** Counts the statements of each service; costs a few per cent. */
  readonly countsStatements: boolean;
  /** Measures again without inbox, without outbox, without lock and without all of them. */
  readonly comparesSafeties: boolean;
}

/** How to call it. */
export const USAGE = `npm run bench -- [options]
  --scenario <name>     single, escalation or all (default all)
  --events <n>          events at once, for saturation (default 5000; 0 leaves it out)
  --rate <n>            events a second, for the steady load (default 100; 0 leaves it out)
  --rate-events <n>     events of the steady load (default 1000)
  --warm-up <n>         events of each scenario that don't count (default 3000)
  --recipients <n>      recipients, made before (default 2000)
  --runs <n>            how often each is measured; shows median and minimum (default 1)
  --profile <service>   samples where a service (or several, by comma, or all) spends its time
  --statements          counts the database statements of each service
  --safeties            measures again without inbox, outbox, lock and all three: what they cost
  --json                prints one JSON document instead of tables
Other benchmarks: npm run bench -- timers, npm run bench -- engine`;

const DEFINITIONS = {
  scenario: { type: 'string', default: 'all' },
  events: { type: 'string', default: '5000' },
  rate: { type: 'string', default: '100' },
  'rate-events': { type: 'string', default: '1000' },
  'warm-up': { type: 'string', default: '3000' },
  recipients: { type: 'string', default: '2000' },
  runs: { type: 'string', default: '1' },
  profile: { type: 'string', default: '' },
  statements: { type: 'boolean', default: false },
  safeties: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line.
 * @throws HermodError BENCH_OPTION that names the option and shows how to call it.
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const read = new CommandOptions('BENCH_OPTION', USAGE);
  const values = read.parse(args, DEFINITIONS);
  return {
    scenarios: read.choose('--scenario', values.scenario, SCENARIO_NAMES),
    atOnce: read.wholeNumber('--events', values.events, 0, 50_000),
    ratePerSecond: read.wholeNumber('--rate', values.rate, 0, 10_000),
    rateEvents: read.wholeNumber('--rate-events', values['rate-events'], 1, 50_000),
    warmUp: read.wholeNumber('--warm-up', values['warm-up'], 0, 20_000),
    recipients: read.wholeNumber('--recipients', values.recipients, 1, 50_000),
    runs: read.wholeNumber('--runs', values.runs, 1, 50),
    isJson: values.json,
    profile: values.profile === '' ? [] : read.choose('--profile', values.profile, SERVICES),
    countsStatements: values.statements,
    comparesSafeties: values.safeties,
  };
}

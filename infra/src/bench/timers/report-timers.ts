import { cpus, loadavg, totalmem } from 'node:os';
import type { ContenderName } from './options.ts';
import type { Firing, TimerMeasurement } from './measure-timers.ts';
import type { TimersResult } from './run-timers-bench.ts';

const PROMISED_LATE_MS = 1_000;
const PROMISED_RESTART_SECONDS = 30;
const MILLION = 1_000_000;

/** One JSON document; numbers as they were measured, in the units of their names. */
export function timersToJson(result: TimersResult): string {
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    memoryBytes: totalmem(),
    node: process.version,
    loadAverage: loadavg()[0],
  };
  return JSON.stringify({ at: new Date().toISOString(), machine, ...result }, null, 2);
}

/** Tables for people, line by line; a table for each number of pending timers. */
export function timersToLines(result: TimersResult): string[] {
  const tables = Map.groupBy(
    result.measurements,
    ({ pending, firedUnderSnapshot }) => `${pending}/${firedUnderSnapshot}`,
  );
  return [
    ...[...tables.values()].flatMap((rows) => tableOf(rows, result.options.ratePerSecond)),
    '',
    ...promises(result),
    `Load average of the last minute: ${loadavg()[0]!.toFixed(1)}`,
  ];
}

function tableOf(rows: readonly TimerMeasurement[], rate: number): string[] {
  const { pending, firedUnderSnapshot, burst } = rows[0]!;
  const held =
    firedUnderSnapshot === 0
      ? ''
      : `, an old snapshot open, ${grouped(firedUnderSnapshot)} fired since it was taken`;
  const head = ['p50', 'p99', 'max', 'CPU-s', '× table'];
  return [
    '',
    `${grouped(pending)} pending${held}`,
    `${' '.repeat(18)}${'set/s'.padStart(9)}   ${centred(`${rate} a second: ms late`)} | ${centred(`${grouped(burst.timers)} at once: ms late`)}${'fired/s'.padStart(9)}`,
    `${' '.repeat(30)}${[...head, ...head].map((word, n) => (n === head.length ? ' |' : '') + word.padStart(8)).join('')}`,
    ...rows.map((row) =>
      lineOf(
        row,
        rows.find(({ contender }) => contender === 'table'),
      ),
    ),
    '  CPU-s: seconds of processor time for 1,000 timers, clients and PostgreSQL (with Kafka for routing)',
  ];
}

const centred = (text: string): string => text.padStart(20 + Math.ceil(text.length / 2)).padEnd(40);

function lineOf(row: TimerMeasurement, table: TimerMeasurement | undefined): string {
  const { contender, insertsPerSecond, steady, burst } = row;
  const perSecond = (burst.timers / burst.seconds).toFixed(0);
  return `  ${LABELS[contender].padEnd(16)}${insertsPerSecond.toFixed(0).padStart(9)}   ${firing(steady, table?.steady)} |${firing(burst, table?.burst)}${perSecond.padStart(9)}`;
}

const LABELS: Readonly<Record<ContenderName, string>> = {
  table: 'Hermod: table',
  routing: 'Hermod: routing',
  'pg-boss': 'pg-boss',
  'graphile-worker': 'graphile-worker',
};

function firing(one: Firing, table: Firing | undefined): string {
  const ratio = table === undefined ? '' : (costOf(one) / costOf(table)).toFixed(1);
  const late = [one.lateP50Ms, one.lateP99Ms, one.lateMaxMs].map((ms) => ms.toFixed(0));
  return [...late, costOf(one).toFixed(2), ratio].map((cell) => cell.padStart(8)).join('');
}

const costOf = ({ clientPer1000, databasePer1000 }: Firing): number => clientPer1000 + databasePer1000;

function promises({ measurements, restart }: TimersResult): string[] {
  const million = measurements.filter(
    ({ contender, pending }) => contender === 'routing' && pending === MILLION,
  );
  return [
    ...million.map(({ steady, firedUnderSnapshot }) => {
      const held = firedUnderSnapshot === 0 ? '' : ', an old snapshot open';
      return verdict(
        steady.lateP99Ms <= PROMISED_LATE_MS,
        `1,000,000 pending${held}: p99 ${steady.lateP99Ms.toFixed(0)} ms late (promised: ${PROMISED_LATE_MS})`,
      );
    }),
    ...(restart === undefined
      ? []
      : [
          verdict(
            restart.drainedSeconds <= PROMISED_RESTART_SECONDS,
            `${grouped(restart.overdue)} overdue at a start with ${grouped(restart.pending)} pending: drained ${restart.drainedSeconds.toFixed(1)} s after the process began, ready after ${restart.readySeconds.toFixed(1)} s (promised: ${PROMISED_RESTART_SECONDS})`,
          ),
        ]),
  ];
}

const verdict = (isKept: boolean, words: string): string => `${isKept ? '✓' : '✗'} ${words}`;

const grouped = (count: number): string => count.toLocaleString('en');

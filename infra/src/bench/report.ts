import { cpus, totalmem } from 'node:os';
import type { BenchOptions } from './options.ts';
import type { Load, Measurement } from './measure.ts';
import { APART, COUNTED, countedCpu, type Metered, type Usage } from './meters.ts';
import { median } from './quantiles.ts';
import type { Scenario } from './scenarios.ts';

/** All runs of one scenario under one load. */
export interface Series {
  readonly scenario: Scenario;
  readonly load: Load;
  readonly measurements: readonly Measurement[];
}

/** Everything that was measured. */
export interface BenchResult {
  readonly options: BenchOptions;
  readonly idle: Usage;
  readonly series: readonly Series[];
}

/** One JSON document; numbers as they were measured, in the units of their names. */
export function toJson(result: BenchResult): string {
  return JSON.stringify(toDocument(result), null, 2);
}

/** The same as an object. */
export function toDocument({ options, idle, series }: BenchResult): object {
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    memoryBytes: totalmem(),
    node: process.version,
  };
  const measured = series.map(({ scenario, load, measurements }) => ({
    scenario: scenario.name,
    events: load.count,
    eventsPerSecond: load.perSecond ?? null,
    runs: measurements,
  }));
  return { at: new Date().toISOString(), machine, options, idle, series: measured };
}

/** Tables for people, line by line. */
export function toLines(result: BenchResult): string[] {
  return [...idleLines(result.idle), ...result.series.flatMap(seriesLines)];
}

function idleLines(idle: Usage): string[] {
  const per = (name: Metered): string => `${name} ${((idle.cpu[name] / idle.seconds) * 100).toFixed(1)}`;
  const sum = (countedCpu(idle.cpu) / idle.seconds) * 100;
  return ['', `Idle, per cent of a core: ${COUNTED.map(per).join(' · ')} · sum ${sum.toFixed(1)}`];
}

function seriesLines({ scenario, load, measurements }: Series): string[] {
  const how =
    load.perSecond === undefined ? `${load.count} at once` : `${load.count} at ${load.perSecond} a second`;
  const runs = measurements.length === 1 ? '' : `, ${measurements.length} runs: median (minimum)`;
  const row = (label: string, of: (measurement: Measurement) => number, digits: number): string =>
    line(label, measurements.map(of), digits);
  const cpuOf = (name: Metered) => (measurement: Measurement) =>
    (measurement.usage.cpu[name] * 1000) / load.count;
  return [
    '',
    `${scenario.inWords}, ${how}${runs}`,
    row('journeys per second', (m) => m.journeysPerSecond, 0),
    row('event to hand-over, p50 ms', (m) => m.handOverP50Ms, 0),
    row('event to hand-over, p99 ms', (m) => m.handOverP99Ms, 0),
    row('request to decision, p50 ms', (m) => m.decidedP50Ms, 0),
    row('request to decision, p99 ms', (m) => m.decidedP99Ms, 0),
    row('WAL per journey, kB', (m) => m.walBytesPerJourney / 1000, 1),
    '  CPU-seconds per 1,000 journeys',
    ...COUNTED.map((name) => row(`  ${name}`, cpuOf(name), 2)),
    row('  in sum', (m) => m.cpuPer1000, 2),
    ...APART.map((name) => row(`  apart: ${name}`, cpuOf(name), 2)),
    '  calibration in the same minute',
    row('  gathered hop, CPU-s per 100,000: client', (m) => m.calibration.clientPer100k, 2),
    row('  gathered hop, CPU-s per 100,000: broker', (m) => m.calibration.brokerPer100k, 2),
    row('  gathered hop, messages per second', (m) => m.calibration.messagesPerSecond, 0),
    row('  a journey costs so many hops', (m) => m.hopsPerJourney, 0),
    '  noise',
    row('  load average', (m) => m.usage.loadAverage, 1),
    row('  cores used by others', (m) => m.usage.coresOfOthers, 2),
    row('  receipts that came again', (m) => m.repeatedReceipts, 0),
    ...measurements
      .slice(-1)
      .flatMap((measurement) => [...profileLines(measurement), ...statementLines(measurement, load.count)]),
  ];
}

function line(label: string, values: readonly number[], digits: number): string {
  const shown = (value: number): string => value.toFixed(digits);
  const minimum = values.length === 1 ? '' : `  (${shown(Math.min(...values))})`;
  return `  ${label.padEnd(44)}${shown(median(values)).padStart(9)}${minimum}`;
}

function profileLines({ profiles }: Measurement): string[] {
  const shares = (of: readonly { name: string; seconds: number; share: number }[]): string[] =>
    of.map(
      ({ name, seconds, share }) =>
        `    ${(share * 100).toFixed(1).padStart(5)} %  ${seconds.toFixed(2)} s  ${name}`,
    );
  return profiles.flatMap(({ service, busySeconds, packages, functions, file }) => [
    '',
    `  ${service}: ${busySeconds.toFixed(2)} s busy, sampled (${file})`,
    '   by package',
    ...shares(packages),
    '   by function',
    ...shares(functions),
  ]);
}

const STATEMENTS_SHOWN = 25;

function statementLines({ statements }: Measurement, journeys: number): string[] {
  if (statements.length === 0) return [];
  const services = Map.groupBy(statements, ({ service }) => service);
  const per = (sum: number): string => (sum / journeys).toFixed(3);
  const total = (of: readonly { calls: number }[]): number => of.reduce((sum, { calls }) => sum + calls, 0);
  return [
    '',
    `  statements per journey: ${[...services].map(([name, of]) => `${name} ${per(total(of))}`).join(' · ')}`,
    '  ms per 1,000 · calls per journey · rows per journey · WAL bytes per journey',
    ...statements
      .slice(0, STATEMENTS_SHOWN)
      .map(
        ({ service, milliseconds, calls, rows, walBytes, text }) =>
          `    ${((milliseconds * 1000) / journeys).toFixed(1).padStart(7)} · ${per(calls)} · ${per(rows)} · ${(walBytes / journeys).toFixed(0)}  ${service}: ${text.slice(0, 110)}`,
      ),
  ];
}

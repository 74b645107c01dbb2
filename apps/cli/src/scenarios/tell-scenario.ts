import { type Output, paint, type Style } from '../terminal/output.ts';
import type { PlayedScenario, ToldRow } from './run-scenario.ts';

const MARKS: Readonly<Record<ToldRow['verdict'], readonly [mark: string, style: Style | undefined]>> = {
  same: [' ', undefined],
  differs: ['≠', 'yellow'],
  missing: ['-', 'red'],
  unexpected: ['+', 'red'],
};

/** Fields that the two lines show already. */
const SHOWN = new Set(['at', 'template', 'step', 'as', 'rule', 'ended', 'running', 'published', 'journey']);

/** Tells how a scenario went: one line when it passed, else both timelines side by side; with its story when asked for. */
export function tellScenario(out: Output, played: PlayedScenario, withStory: boolean): void {
  const { file, scenario, passed, story } = played;
  const verdict = passed ? paint('green', 'pass') : paint('red', 'FAIL');
  out.line(verdict, '  ', file, ...(scenario === file ? [] : ['  ', paint('bold', scenario)]));
  if (!passed) tellFailed(out, played);
  if (!withStory) return;
  for (const line of story) out.line('        ', line);
}

function tellFailed(out: Output, { file, timeZone, rows, mistakes, notes }: PlayedScenario): void {
  for (const { line, column, field, message, fix } of mistakes) {
    const place = line === undefined ? '' : `${file}:${line}:${column}  `;
    out.line('      ', place, paint('bold', field === undefined ? '' : `${field}  `), paint('red', message));
    if (fix !== undefined) out.line(paint('dim', '        fix: '), fix);
  }
  if (timeZone === undefined) return;
  const width = Math.max(8, ...rows.map(({ expected = '' }) => expected.length));
  const head = `${`expected (${timeZone})`.padEnd(width)}   happened`;
  out.line('        ', paint('dim', head));
  if (rows.length === 0) out.line('        ', paint('dim', `${'nothing'.padEnd(width)}   nothing`));
  for (const row of rows) tellRow(out, row, width);
  for (const note of notes) out.line('        ', paint('dim', note));
}

function tellRow(
  out: Output,
  { verdict, expected = '', happened = '', differences }: ToldRow,
  width: number,
): void {
  const [mark, style] = MARKS[verdict];
  const text = `${mark} ${expected.padEnd(width)}   ${happened}`.trimEnd();
  out.line('      ', style === undefined ? text : paint(style, text));
  for (const { field, expected: wanted, happened: found } of differences) {
    if (SHOWN.has(field)) continue;
    out.line('          ', paint('bold', field), '  expected  ', inWords(wanted));
    out.line('          ', ' '.repeat(field.length), '  happened  ', inWords(found));
  }
}

function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

import type { Checked } from './check.ts';

const HEAD = ['invariant', 'tested', 'broken', 'what must hold'] as const;
const NUMBERS = [1, 2];

/** The findings as a table for people: invariant, how often tested, how often broken, and the sentence. */
export function tableOf(checked: readonly Checked[]): string {
  const rows = checked.map(({ invariant, finding }) => [
    invariant.name,
    finding.tested.toLocaleString('en'),
    finding.breaches.length.toLocaleString('en'),
    invariant.says,
  ]);
  const lines = [[...HEAD], ...rows];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const ruled = [lines[0]!, widths.map((width) => '-'.repeat(width)), ...rows];
  return ruled.map((line) => lineOf(line, widths)).join('\n');
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) =>
      NUMBERS.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    )
    .join('  ')
    .trimEnd();
}

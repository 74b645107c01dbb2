import { expect, it } from 'vitest';
import { figuresOf } from './report.ts';
import { readNeighbourOptions } from './options.ts';

it('what disturbs a neighbour is told as a share of the undisturbed p99', () => {
  const delays = (slowest: number): number[] => [...Array<number>(98).fill(100), slowest, slowest];
  const figures = figuresOf({ delaysMs: { well: delays(200), slow: delays(220), failing: delays(300) } });
  expect(figures.map(({ state, p50Ms, p99Ratio }) => [state, p50Ms, p99Ratio])).toEqual([
    ['well', 100, 1],
    ['slow', 100, 1.1],
    ['failing', 100, 1.5],
  ]);
});

it.each([
  [['--rate', '0'], '--rate'],
  [['--rounds', 'many'], '--rounds'],
  [['--loud'], 'npm run bench -- neighbours'],
])('%s is refused with what would do', (args, words) => {
  expect(() => readNeighbourOptions(args)).toThrow(words);
});

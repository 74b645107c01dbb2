import { expect, it } from 'vitest';
import { readTimerOptions } from './options.ts';

it('measures all of it unless it is told otherwise', () => {
  expect(readTimerOptions([])).toEqual({
    contenders: ['table', 'routing', 'pg-boss', 'graphile-worker'],
    pending: [10_000, 1_000_000, 3_000_000],
    held: 1_000_000,
    ratePerSecond: 100,
    seconds: 10,
    burst: 10_000,
    isJson: false,
  });
});

it('is quick with less, and what is said counts all the same', () => {
  const options = readTimerOptions([
    '--quick',
    '--only',
    'pg-boss,table',
    '--pending',
    '3000,1000',
    '--held',
    '0',
  ]);
  expect(options).toMatchObject({
    contenders: ['table', 'pg-boss'],
    pending: [1_000, 3_000],
    held: 0,
    seconds: 4,
    burst: 2_000,
  });
});

it.each([
  [['--only', 'cron'], 'table, routing, pg-boss, graphile-worker'],
  [['--pending', '1000,many'], '--pending'],
  [['--burst', '0'], '--burst'],
  [['--fast'], 'npm run bench -- timers'],
])('%s is refused with what would do', (args, words) => {
  expect(() => readTimerOptions(args)).toThrow(words);
});

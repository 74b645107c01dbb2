import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('without options everything is measured once', () => {
  expect(readOptions([])).toMatchObject({
    scenarios: ['single', 'escalation'],
    atOnce: 5_000,
    ratePerSecond: 100,
    runs: 1,
    profile: [],
  });
});

test('several services are named by comma', () => {
  expect(readOptions(['--profile', 'receipts,routing']).profile).toEqual(['routing', 'receipts']);
});

test.each([
  [['--events', 'many'], '--events is a whole number'],
  [['--scenario', 'double'], '--scenario knows single, escalation and all'],
  [['--quick'], "Unknown option '--quick'"],
])('%j is answered with what is wrong and how to call it', (args, words) => {
  expect(() => readOptions(args)).toThrow(words);
  expect(() => readOptions(args)).toThrow('npm run bench -- [options]');
});

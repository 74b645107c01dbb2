import { expect, test } from 'vitest';
import { parseStat, timeOfMachine } from './processor-time.ts';

test('the processor time of a process and of its ended children is read in seconds, whatever its name', () => {
  const line = '42 (node (a) b) S 7 42 42 0 -1 4194560 9 8 7 6 150 50 30 20 20 0 11 0 12345 1 2 3';
  expect(parseStat(line)).toEqual({ parent: 7, own: 2, ended: 0.5 });
});

test('the machine is busy in all but its idle and waiting time', () => {
  expect(timeOfMachine('cpu  100 10 40 9999 500 20 30 70 0 0\ncpu0 1 1 1 1\n')).toBe(2);
});

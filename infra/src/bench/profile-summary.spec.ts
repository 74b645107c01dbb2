import { expect, test } from 'vitest';
import { packageOf, summarize } from './profile-summary.ts';

function node(id: number, functionName: string, url: string) {
  return { id, callFrame: { functionName, url, lineNumber: 9 } };
}

test.each([
  ['file:///r/node_modules/kafkajs/src/x.js', 'kafkajs'],
  ['file:///r/node_modules/@nestjs/core/a.js', '@nestjs/core'],
  ['file:///r/node_modules/a/node_modules/b/c.js', 'b'],
  ['file:///r/libs/messaging/dist/x.js', 'libs/messaging'],
  ['file:///r/apps/routing/dist/main.js', 'apps/routing'],
  ['node:internal/streams', 'node'],
])('%s belongs to %s', (url, name) => {
  expect(packageOf(node(1, 'f', url))).toBe(name);
});

test('idle time does not count, and the time of a function is summed over its places in the tree', () => {
  const profile = {
    nodes: [
      node(1, '(idle)', ''),
      node(2, 'f', 'node:net'),
      node(3, 'f', 'node:net'),
      node(4, '(garbage collector)', ''),
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [900_000, 100_000, 200_000, 100_000],
  };
  const { busySeconds, functions } = summarize(profile, 1);
  expect(busySeconds).toBeCloseTo(0.4);
  expect(functions).toEqual([
    { name: 'f  node:net:10', seconds: expect.closeTo(0.3), share: expect.closeTo(0.75) },
  ]);
});

import { expect, it } from 'vitest';
import { readSamples } from './prometheus-text.ts';

it('reads samples and passes over what is none', () => {
  const text = [
    '# HELP a what it is',
    '# TYPE a gauge',
    'a 1',
    String.raw`b{service="routing",path="C:\\x\"y\n"} 2.5e3 1700000000000`,
    'c{} +Inf',
    'nonsense',
    '',
  ].join('\n');
  expect(readSamples(text)).toEqual([
    { name: 'a', labels: {}, value: 1 },
    { name: 'b', labels: { service: 'routing', path: 'C:\\x"y\n' }, value: 2500 },
    { name: 'c', labels: {}, value: Infinity },
  ]);
});

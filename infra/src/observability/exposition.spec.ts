import { METRIC_DEFINITIONS } from '@hermod/telemetry';
import { expect, it } from 'vitest';
import { missingIn, strangersIn } from './exposition.ts';

const GOOD = `# HELP hermod_timers_overdue x
# TYPE hermod_timers_overdue gauge
hermod_timers_overdue{service="routing",instance="127.0.0.1:1",lane="plain"} 0
`;

it('takes what the catalog knows', () => {
  expect(strangersIn(GOOD)).toEqual([]);
  expect(missingIn(GOOD)).toHaveLength(METRIC_DEFINITIONS.length - 1);
});

it('finds names, types and labels that the catalog does not know', () => {
  expect(strangersIn(GOOD.replaceAll('timers_overdue', 'invented'))).toEqual([
    'hermod_invented is not in the catalog',
  ]);
  expect(strangersIn(GOOD.replace(' gauge', ' counter'))).toEqual([
    'hermod_timers_overdue is a counter, the catalog says gauge',
  ]);
  expect(strangersIn(GOOD.replace('lane="plain"', 'lane="a\\"b",recipient="ada"'))).toEqual([
    'hermod_timers_overdue has the label recipient',
  ]);
});

import { expect, test } from 'vitest';
import { countTests, type VitestReport } from './vitest-stage.ts';

const file = (status: string, ...tests: string[]): VitestReport['testResults'][number] => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test('counts tests', () => {
  const report = {
    success: false,
    numPassedTests: 2,
    numFailedTests: 1,
    testResults: [file('failed', 'passed', 'failed')],
  };
  expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1 });
});

test('a file that could not be loaded is a failure', () => {
  const report = {
    success: false,
    numPassedTests: 1,
    numFailedTests: 0,
    testResults: [file('passed', 'passed'), file('failed')],
  };
  expect(countTests(report, 1)).toEqual({ passed: 1, failed: 1 });
});

test('an unhandled error is a failure although every test passed', () => {
  const report = {
    success: true,
    numPassedTests: 1,
    numFailedTests: 0,
    testResults: [file('passed', 'passed')],
  };
  expect(countTests(report, 1)).toEqual({ passed: 1, failed: 1 });
});

test('no report is a failure', () => {
  expect(countTests(undefined, null)).toEqual({ passed: 0, failed: 1 });
});

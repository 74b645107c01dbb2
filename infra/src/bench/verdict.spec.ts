import { expect, test } from 'vitest';
import { expectedOf, SCENARIOS } from './scenarios.ts';
import { judge, type Evidence } from './verdict.ts';

const SCENARIO = SCENARIOS.escalation;
const EVENT = { id: 'e-1', recipient: 'customer-1', sentAt: 1_000 };
const { run, messages } = expectedOf(SCENARIO, EVENT);
const [push, sms] = messages as [string, string];

function evidence(changed: Partial<Evidence> = {}): Evidence {
  return {
    ledger: [
      { message: push, acceptedAt: 1_040 },
      { message: sms, acceptedAt: 3_100 },
    ],
    runs: new Map([
      [
        run,
        {
          id: run,
          status: 'ended',
          outcome: 'reached',
          startedAt: '1970-01-01T00:00:01.010Z',
          endedAt: '1970-01-01T00:00:03.300Z',
        },
      ],
    ]),
    receipts: {
      firstAt: new Map([
        [push, 1_060],
        [sms, 3_150],
      ]),
      repeats: 0,
    },
    ...changed,
  };
}

test('a journey counts from its event to its first hand-over, and is done with its run and its last receipt', () => {
  expect(judge(SCENARIO, [EVENT], evidence())).toEqual({
    handOverMs: [40],
    doneAt: 3_300,
    repeatedReceipts: 0,
  });
});

test.each([
  ['was handed over 2 times', { ledger: [...evidence().ledger, { message: sms, acceptedAt: 3_200 }] }],
  ['was handed over 0 times', { ledger: evidence().ledger.slice(0, 1) }],
  ['was never reported as delivered', { receipts: { firstAt: new Map([[push, 1_060]]), repeats: 0 } }],
  ['is missing instead of ended as reached', { runs: new Map() }],
  ['belongs to none of the events', { ledger: [...evidence().ledger, { message: 'x', acceptedAt: 1 }] }],
])('it fails when a message or run %s', (words, changed) => {
  expect(() => judge(SCENARIO, [EVENT], evidence(changed))).toThrow(words);
});

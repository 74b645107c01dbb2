import type { RunMessage, Stimulus } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { renderMetrics } from '@hermod/telemetry';
import { beforeEach, describe, expect, it } from 'vitest';
import { measureFirstHandOver } from './measure-first-hand-over.ts';

const T0 = Date.parse('2026-11-22T09:00:00Z');
const FIRST = { id: 'm', step: 'tell', visit: 1, rung: 0 } as RunMessage;

let before = { count: 0, sum: 0 };
beforeEach(() => (before = shown()));

function shown(): { count: number; sum: number } {
  const value = (what: string): number => {
    const name = `hermod_event_to_hand_over_seconds_${what}{lane="plain"} `;
    const line = renderMetrics()
      .split('\n')
      .find((one) => one.startsWith(name));
    return Number(line?.slice(name.length) ?? 0);
  };
  return { count: value('count'), sum: value('sum') };
}

/** What one stimulus adds. */
function added(
  message: RunMessage,
  more: Partial<Stimulus & { kind: 'attempted' }> = {},
  time?: string,
): object {
  const run = { startedAt: T0 + 1_000, purpose: 'transactional', messages: { m: message } };
  const asItWas = {
    stored: { run, event: time === undefined ? {} : { time }, traceparent: undefined },
    journey: { document: { steps: [{ id: 'tell' }, { id: 'later' }] } },
  } as unknown as Parameters<typeof measureFirstHandOver>[0];
  const stimulus = {
    kind: 'attempted',
    messageId: 'm',
    request: 0,
    outcome: 'accepted',
    acceptedAt: T0 + 4_000,
    answersWithdrawal: false,
    why: { rule: 'accepted', values: {} },
    ...more,
  } as Stimulus;
  const unit = { afterCommit: (callback: () => void) => callback() } as unknown as UnitOfWork;
  measureFirstHandOver(asItWas, stimulus, unit);
  const now = shown();
  return { count: now.count - before.count, sum: now.sum - before.sum };
}

describe('from an event to its first message', () => {
  it('the time of the event counts, or the start of the run', () => {
    expect(added(FIRST, {}, '2026-11-22T09:00:01.500Z')).toEqual({ count: 1, sum: 2.5 });
    before = shown();
    expect(added(FIRST)).toEqual({ count: 1, sum: 3 });
    before = shown();
    expect(added(FIRST, {}, '2026-11-22T10:00:00Z')).toEqual({ count: 1, sum: 0 });
  });

  it.each([
    ['a later rung', { ...FIRST, rung: 1 }, {}],
    ['a later step', { ...FIRST, step: 'later' }, {}],
    ['a second visit', { ...FIRST, visit: 2 }, {}],
    ['what was known already', { ...FIRST, acceptedAt: T0 }, {}],
    ['what was asked for again', FIRST, { request: 1 }],
    ['what was not accepted', FIRST, { outcome: 'failed' as const }],
  ])('%s does not count', (_what, message, more) => {
    expect(added(message, more)).toEqual({ count: 0, sum: 0 });
  });
});

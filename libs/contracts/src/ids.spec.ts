import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptId, deriveId, messageId, runId } from './ids.ts';

describe('derived ids', () => {
  it('are stable: a replay, also by a later build, repeats itself', () => {
    expect(runId('order-shipped', '/shop', 'e1', 'ada')).toBe('13afee49-b1bd-50d3-bc3a-21e6d9196f6d');
  });

  it('are UUIDs of version 5', () => {
    const uuid5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(deriveId()).toMatch(uuid5);
    expect(attemptId('m', 'c', 1)).toMatch(uuid5);
  });

  it('differ when their parts differ, also when these run into each other', () => {
    const parts = fc.array(
      fc.oneof(fc.string(), fc.constantFrom('', ':', '1:', '1:a', '2', '12'), fc.nat(99)),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame =
          one.length === other.length && one.every((part, n) => String(part) === String(other[n]));
        expect(deriveId(...one) === deriveId(...other)).toBe(isSame);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    [deriveId('a', 'bc'), deriveId('ab', 'c')],
    [deriveId('a', ''), deriveId('a')],
    [deriveId('1:a'), deriveId('a')],
    [deriveId('a', '1:b'), deriveId('a', 'b')],
    [messageId('r', 's', 1, 11), messageId('r', 's', 11, 1)],
    [messageId('r', 's', 1, 0), attemptId('r', 's', 1)],
    [runId('j', 's', 'e', 'ada'), runId('j', 's', 'e', 'bo')],
  ])('%s is not %s', (one, other) => {
    expect(one).not.toBe(other);
  });
});

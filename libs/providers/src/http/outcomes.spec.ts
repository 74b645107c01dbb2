import { describe, expect, it } from 'vitest';
import { jsonOf, resultOfStatus, retryAfter, withoutAddresses, type Answer } from './outcomes.ts';

const answer = (status: number, headers: Answer['headers'] = {}, body?: string): Answer => ({
  kind: 'answered',
  status,
  headers,
  ...(body === undefined ? {} : { body: Buffer.from(body) }),
});

describe('an answer by its status', () => {
  it.each([
    [200, 'unknown'],
    [204, 'unknown'],
    [302, 'refused'],
    [400, 'refused'],
    [408, 'unknown'],
    [429, 'retry'],
    [500, 'unknown'],
    [503, 'retry'],
    [504, 'unknown'],
  ])('%s is %s', (status, outcome) => {
    expect(resultOfStatus(answer(status)).outcome).toBe(outcome);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T09:00:00Z');
  it.each([
    ['0', 0],
    ['7', 7000],
    ['999999999', 3_600_000],
    ['Sun, 22 Nov 2026 09:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 08:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', 0],
    [undefined, undefined],
  ])('%s is %s ms', (header, expected) => {
    expect(
      retryAfter(answer(429, header === undefined ? {} : { 'retry-after': header }), now).retryAfterMs,
    ).toBe(expected);
  });
});

describe('an answer’s body', () => {
  it.each(['<html>', '', '[]', '"x"', 'null', '{"a":'])('%j is no object', (body) => {
    expect(jsonOf(answer(200, {}, body))).toBeUndefined();
  });
  it('may be absent', () => {
    expect(jsonOf(answer(200))).toBeUndefined();
    expect(jsonOf(answer(200, {}, '{"a":1}'))).toEqual({ a: 1 });
  });
});

describe('a provider’s words', () => {
  it('lose numbers, mail addresses and the address itself', () => {
    expect(
      withoutAddresses("The 'To' number +46 70-000 00 01 of ada@example.com with tok-1 is invalid", 'tok-1'),
    ).toBe("The 'To' number … of … with … is invalid");
    expect(withoutAddresses('HTTP 400, error 21211', '+46700000001')).toBe('HTTP 400, error 21211');
    expect(withoutAddresses('x'.repeat(5000), 'y')).toHaveLength(200);
  });
});

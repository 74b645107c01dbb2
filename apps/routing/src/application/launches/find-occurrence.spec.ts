import { describe, expect, it } from 'vitest';
import { findOccurrence, nextLook } from './find-occurrence.ts';

const LONG_AGO = Date.parse('2026-01-01T00:00:00Z');
const found = (audience: object, now: string, publishedAt = LONG_AGO): string | undefined => {
  const occurrence = findOccurrence(audience, publishedAt, Date.parse(now));
  if (occurrence === undefined) return undefined;
  return `${new Date(occurrence.at).toISOString()}${occurrence.isMissed ? ' missed' : ''}`;
};
const next = (audience: object, now: string): string | undefined => {
  const at = nextLook(audience, Date.parse(now));
  return Number.isFinite(at) ? new Date(at).toISOString() : undefined;
};

describe('the occurrence of an instant', () => {
  const at = { at: '2026-11-27T08:00:00+01:00' };

  it('is there from its second on, and too late after an hour', () => {
    expect(found(at, '2026-11-27T06:59:59.999Z')).toBeUndefined();
    expect(found(at, '2026-11-27T07:00:00Z')).toBe('2026-11-27T07:00:00.000Z');
    expect(found(at, '2026-11-27T08:00:00Z')).toBe('2026-11-27T07:00:00.000Z');
    expect(found(at, '2026-11-27T08:00:00.001Z')).toBe('2026-11-27T07:00:00.000Z missed');
  });

  it('is looked for until it has come, and never again', () => {
    expect(next(at, '2026-11-01T00:00:00Z')).toBe('2026-11-27T07:00:00.000Z');
    expect(next(at, '2026-11-27T07:00:00Z')).toBeUndefined();
  });
});

describe('the occurrence of a pattern', () => {
  const hourly = { every: '0 * * * *' };
  const mornings = { every: '0 9 * * *', zone: 'Europe/Stockholm' };

  it('is the last one of those that were missed within an hour', () => {
    expect(found({ every: '*/15 * * * *' }, '2026-11-23T10:50:00Z')).toBe('2026-11-23T10:45:00.000Z');
    expect(found({ every: '0 9 * * *' }, '2026-11-23T10:00:00.001Z')).toBeUndefined();
  });

  it('is none from before the publication', () => {
    const publishedAt = Date.parse('2026-11-23T10:00:30Z');
    expect(found(hourly, '2026-11-23T10:59:00Z', publishedAt)).toBeUndefined();
    expect(found(hourly, '2026-11-23T11:00:00Z', publishedAt)).toBe('2026-11-23T11:00:00.000Z');
  });

  it('is read by the clocks of its zone, in summer and in winter', () => {
    expect(found(mornings, '2026-07-01T07:00:00Z')).toBe('2026-07-01T07:00:00.000Z');
    expect(found(mornings, '2026-12-01T08:00:00Z')).toBe('2026-12-01T08:00:00.000Z');
    expect(next(mornings, '2026-10-24T12:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
  });

  it('comes once on the night on which an hour comes twice', () => {
    const nightly = { every: '30 2 * * *', zone: 'Europe/Stockholm' };
    const first = found(nightly, '2026-10-25T00:30:00Z');
    expect(first).toBe('2026-10-25T00:30:00.000Z');
    expect(found(nightly, '2026-10-25T01:29:00Z')).toBe(first);
    expect(found(nightly, '2026-10-25T01:45:00Z')).toBeUndefined();
    expect(next(nightly, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('is none where an audience has no time', () => {
    expect(found({}, '2026-11-23T10:00:00Z')).toBeUndefined();
    expect(next({}, '2026-11-23T10:00:00Z')).toBeUndefined();
  });
});

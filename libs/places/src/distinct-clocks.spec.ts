import { describe, expect, it } from 'vitest';
import { distinctClocks } from './distinct-clocks.ts';

describe('zones of which one stands for all that show the same time', () => {
  it.each([
    ['links', ['Asia/Kolkata', 'Asia/Calcutta'], ['Asia/Kolkata']],
    ['zones that once differed', ['Europe/Berlin', 'Europe/Busingen'], ['Europe/Berlin']],
    ['the same names', ['UTC', 'UTC'], ['UTC']],
    ['nothing', [], []],
  ])('%s', (_case, zones, expected) => {
    expect(distinctClocks(zones)).toEqual(expected);
  });

  it.each([
    ['in summer only', 'America/Denver', 'America/Phoenix'],
    ['for half an hour', 'Australia/Sydney', 'Australia/Lord_Howe'],
    ['in Ramadan', 'Africa/Casablanca', 'Africa/Lagos'],
    ['in the southern summer', 'Australia/Brisbane', 'Australia/Sydney'],
    ['by the day on which summer begins', 'America/New_York', 'America/Havana'],
  ])('are kept when they differ %s', (_case, ...zones) => {
    expect(distinctClocks(zones)).toEqual(zones);
  });

  it('have to exist', () => {
    expect(() => distinctClocks(['Europe/Atlantis'])).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpen, type LocalHours, nextOpening, WEEKDAYS } from './local-hours.ts';

const at = (text: string): number => Date.parse(text);
const next = (hours: LocalHours, zone: string, from: string): string =>
  new Date(nextOpening(hours, zone, at(from))).toISOString();

describe('local hours', () => {
  const office: LocalHours = { from: '09:00', to: '18:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] };

  it.each([
    ['open already', '2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z'],
    ['before they open', '2026-11-23T05:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['after they closed', '2026-11-23T17:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['over the weekend', '2026-11-27T18:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['over the week in which summer time ends', '2026-10-23T18:00:00Z', '2026-10-26T08:00:00.000Z'],
  ])('in Stockholm, %s', (_case, from, opens) => {
    expect(next(office, 'Europe/Stockholm', from)).toBe(opens);
  });

  it('that begin in the hour which the clocks skip open with the jump', () => {
    const hours = { from: '02:30', to: '05:00' };
    expect(next(hours, 'Europe/Stockholm', '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('that lie in the hour which comes twice are open twice', () => {
    const hours = { from: '02:10', to: '02:20' };
    expect(next(hours, 'Europe/Stockholm', '2026-10-25T00:00:00Z')).toBe('2026-10-25T00:10:00.000Z');
    expect(next(hours, 'Europe/Stockholm', '2026-10-25T00:30:00Z')).toBe('2026-10-25T01:10:00.000Z');
  });

  it('that go past midnight belong to the day on which they begin', () => {
    const night: LocalHours = { from: '22:00', to: '02:00', days: ['sat'] };
    expect(isOpen(night, 'UTC', at('2026-11-29T01:00:00Z'))).toBe(true);
    expect(isOpen(night, 'UTC', at('2026-11-28T01:00:00Z'))).toBe(false);
  });

  it('open at an instant that is open, with nothing open before it', () => {
    const clock = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'));
    const hours = fc
      .record({ from: clock, to: clock, days: fc.subarray([...WEEKDAYS], { minLength: 1 }) })
      .filter(({ from, to }) => from !== to);
    const zone = fc.constantFrom(
      'Europe/Stockholm',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    // Around the days on which clocks change.
    const instant = fc
      .tuple(
        fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-25', '2026-11-01'),
        fc.integer({ min: -48, max: 48 }),
        fc.nat(59),
      )
      .map(([day, hour, minute]) => at(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000);
    fc.assert(
      fc.property(hours, zone, instant, (given, where, from) => {
        const opens = nextOpening(given, where, from);
        expect(isOpen(given, where, opens)).toBe(true);
        for (let t = from; t < Math.min(opens, from + 3 * 86_400_000); t += 600_000)
          expect(isOpen(given, where, t)).toBe(false);
        if (opens > from) expect(isOpen(given, where, opens - 60_000) && opens - 60_000 >= from).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { distinctClocks } from './distinct-clocks.ts';
import { readNumberPlace } from './number-place.ts';

describe('where a number may be', () => {
  it.each([
    ['+46700000001', 'SE', ['Europe/Stockholm'], 'a Swedish mobile'],
    ['+390669812345', 'VA', ['Europe/Vatican'], 'one of two countries with one calling code'],
    ['+8613812345678', 'CN', ['Asia/Shanghai'], 'a Chinese mobile, which is geographic'],
  ])('%s is in %s: %j, %s', (e164, country, timeZones) => {
    expect(readNumberPlace(e164)).toMatchObject({ country, timeZones });
  });

  it.each([
    ['+12125550100', ['America/New_York'], 'a city'],
    ['+12085551234', ['America/Boise', 'America/Los_Angeles'], 'an area code that a boundary runs through'],
    ['+14235551234', ['America/Chicago'], 'Tennessee where nothing more is known'],
    ['+14232345678', ['America/New_York'], 'an exchange in the east of Tennessee'],
  ])('%s is in %j: %s', (e164, timeZones) => {
    expect(readNumberPlace(e164)).toEqual({ country: 'US', timeZones, isAnywhere: false });
  });

  it.each([
    ['+61412345678', 'AU', 'Australia/Perth', 'Australia/Sydney'],
    ['+79161234567', 'RU', 'Asia/Kamchatka', 'Europe/Moscow'],
    ['+34612345678', 'ES', 'Atlantic/Canary', 'Europe/Madrid'],
    ['+447400123456', 'GB', 'Europe/London', 'Europe/Jersey'],
    ['+64211234567', 'NZ', 'Pacific/Auckland', 'Pacific/Chatham'],
    ['+77011234567', 'KZ', 'Asia/Almaty', 'Asia/Aqtobe'],
  ])('the mobile %s is anywhere in %s, from %s to %s', (e164, country, ...zones) => {
    const place = readNumberPlace(e164);
    expect(place).toMatchObject({ country, isAnywhere: true });
    expect(place.timeZones).toEqual(expect.arrayContaining(zones));
  });

  it.each([
    ['+18005551234', 'toll-free'],
    ['+15005550006', 'personal'],
    ['+19005551234', 'premium rate'],
  ])('%s, %s, is anywhere under +1 and of no country', (e164) => {
    const place = readNumberPlace(e164);
    expect(place.country).toBeUndefined();
    expect(place.isAnywhere).toBe(true);
    expect(place.timeZones).toHaveLength(42);
    expect(place.timeZones).toEqual(
      expect.arrayContaining(['Pacific/Guam', 'Pacific/Honolulu', 'America/New_York', 'America/St_Johns']),
    );
  });

  it('mobiles of the Caribbean keep their country, with every zone of +1', () => {
    const place = readNumberPlace('+12423591234');
    expect(place).toMatchObject({ country: 'BS', isAnywhere: true });
    expect(place.timeZones).toHaveLength(42);
  });

  it('a possible number that nobody has is anywhere under its calling code', () => {
    expect(readNumberPlace('+12081551234')).toMatchObject({ isAnywhere: true });
    expect(readNumberPlace('+12081551234').timeZones).toHaveLength(42);
  });

  it.each(['+80012345678', '+88216123456', '+999123456', '+1', 'abc', ''])('%j is nowhere', (e164) => {
    expect(readNumberPlace(e164)).toEqual({ timeZones: [], isAnywhere: true });
  });

  it('zones are known to the clocks, and many keep the same', () => {
    expect(distinctClocks(readNumberPlace('+447400123456').timeZones)).toHaveLength(1);
    expect(distinctClocks(readNumberPlace('+18005551234').timeZones).length).toBeLessThan(25);
  });
});

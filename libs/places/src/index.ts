/**
 * Where somebody may be and what that means for their clocks and their days: number → zones, address → zones, public holidays.
 * It says what is possible, all of it; which of several answers counts is for others to decide.
 */
export { builtInLaw, createLaw } from './create-law.ts';
export { distinctClocks } from './distinct-clocks.ts';
export { createHolidays, holidayRegions, type IsHoliday } from './holidays.ts';
export { type Home, homeZones, type HomeZones } from './home-zones.ts';
export { type NumberPlace, readNumberPlace } from './number-place.ts';
export { zonesOfCountry } from './zones-of-country.ts';
export { zonesOfRegion } from './zones-of-region.ts';

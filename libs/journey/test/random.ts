export { anyHappenings, type Happening } from './random-happenings.ts';
export { anyJourney } from './random-journeys.ts';

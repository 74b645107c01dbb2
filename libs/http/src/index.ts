/**
 * HTTP for every service of Hermod: one way to answer errors (RFC 9457), to check who asks, to tell health and
 * metrics, and to stop. It refuses business rules, and anybody but the gateway at a service's door.
 */
export * from './dead-letters.ts';
export * from './health.ts';
export * from './http-app.ts';
export * from './invalid-request.ts';
export * from './launch-list.ts';
export * from './micro-batch.ts';
export * from './page.ts';
export * from './preconditions.ts';
export * from './principal.ts';
export * from './principal-guard.ts';
export * from './problem.ts';
export * from './problem-status.ts';
export * from './read-lines.ts';
export * from './imports.ts';
export { LONGEST_DEADLINE_MS, type RouteDeadline } from './request-deadlines.ts';

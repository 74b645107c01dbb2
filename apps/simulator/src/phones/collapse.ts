import type { Arrival } from './phone.ts';

/** A message on a phone together with what the phone keeps for itself. */
export interface Held {
  readonly id: string;
  readonly arrival: Arrival;
  readonly openedAt?: string;
}

/**
 * The messages of a phone after one more arrived. One with the collapse key of an earlier one from the same
 * provider takes its place and its id, as unopened: that is how a handset shows it. The oldest give way beyond `limit`.
 */
export function showArrival(shown: readonly Held[], arrival: Arrival, id: string, limit: number): Held[] {
  const replaced = shown.find((held) => isReplacedBy(held.arrival, arrival));
  const others = replaced ? shown.filter((held) => held !== replaced) : shown;
  return [...others, { id: replaced?.id ?? id, arrival }].slice(-limit);
}

function isReplacedBy(old: Arrival, arrival: Arrival): boolean {
  return (
    arrival.collapseKey !== undefined &&
    old.collapseKey === arrival.collapseKey &&
    old.provider === arrival.provider
  );
}

import { FLOW, type FlowEntry } from '@hermod/contracts';

/** What is handled before everything else that waits: what recipients are, so that events are judged by it. */
export const READ_FIRST: readonly FlowEntry[] = [FLOW.recipientChanged];

/**
 * The order in which the facts of one unit of work are handled: what recipients are first, so that an event which was
 * published after it is judged by it; then in the order in which facts pass through the flow.
 */
export function inReadingOrder(a: FlowEntry, b: FlowEntry): number {
  return placeOf(a) - placeOf(b);
}

const placeOf = (entry: FlowEntry): number => (READ_FIRST.includes(entry) ? 0 : entry.number);

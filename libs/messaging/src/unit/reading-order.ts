import { FLOW, type FlowEntry } from '@hermod/contracts';

/**
 * The order in which the facts of one unit of work are handled: what recipients are first, so that an event which was
 * published after it is judged by it; then in the order in which facts pass through the flow.
 */
export function inReadingOrder(a: FlowEntry, b: FlowEntry): number {
  return placeOf(a) - placeOf(b);
}

const placeOf = ({ number }: FlowEntry): number => (number === FLOW.recipientChanged.number ? 0 : number);

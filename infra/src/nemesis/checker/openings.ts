import type { AttemptRow, FaultRecord, ProviderCall } from '../evidence.ts';
import { CLOCK_TOLERANCE_MS } from './calls.ts';
import { faultsDuring } from './faults-under-way.ts';

/** What is known of the hand-over of one message. */
export interface HandOverBooks {
  readonly attempts: readonly AttemptRow[];
  readonly calls: readonly ProviderCall[];
  readonly faults: readonly FaultRecord[];
}

/**
 * When an attempt's call began, or undefined when nobody saw that. An attempt whose instance was lost is closed by
 * another one, which can only write down when it was started or found.
 */
export function openedAt({ startedAt, calledAt, closedAt }: AttemptRow): number | undefined {
  return calledAt === startedAt || calledAt === closedAt ? undefined : calledAt;
}

/** How a message was handed over at the instant or later, in words, by delivery's books and by the provider's. */
export function openingsFrom(from: number, books: HandOverBooks): string[] {
  return openingsWithin(from, Number.POSITIVE_INFINITY, books);
}

/**
 * The same of what was handed over before a second instant. A call counts whatever the provider said to it: it was made.
 */
export function openingsWithin(
  from: number,
  until: number,
  { attempts, calls, faults }: HandOverBooks,
): string[] {
  const isLate = (at: number | undefined): boolean => at !== undefined && at >= from && at < until;
  const late = attempts.filter((attempt) => isLate(openedAt(attempt)));
  const lateCalls = calls.filter(
    (call) =>
      isLate(call.receivedAt) &&
      !attempts.some((attempt) => openedBefore(from, attempt, call, calls, faults)),
  );
  return [
    ...late.map((attempt) => `attempt ${attempt.id} opened ${openedAt(attempt)! - from} ms too late`),
    ...lateCalls.map((call) => `${call.provider} got it ${call.receivedAt - from} ms too late`),
  ];
}

/** Whether an attempt opened before the instant although its call came in after it. */
function openedBefore(
  from: number,
  attempt: AttemptRow,
  call: ProviderCall,
  calls: readonly ProviderCall[],
  faults: readonly FaultRecord[],
): boolean {
  if (attempt.provider !== call.provider || attempt.startedAt >= from) return false;
  // A process that is stopped between its last look at the clock and its first byte opened in time: the byte goes
  // out when it goes on. Nobody can take that back, and its promise is about opening.
  const wasStopped = faultsDuring(faults, attempt.startedAt, call.receivedAt).some(
    ({ kind, target }) => kind === 'pause' && target.startsWith('delivery'),
  );
  if (wasStopped) return true;
  // An attempt explains the call that it opened, and none that follows.
  const opened = openedAt(attempt);
  if (opened === undefined || opened >= from) return false;
  return !calls.some(
    (other) =>
      other.provider === call.provider &&
      other.receivedAt >= opened - CLOCK_TOLERANCE_MS &&
      other.receivedAt < call.receivedAt,
  );
}

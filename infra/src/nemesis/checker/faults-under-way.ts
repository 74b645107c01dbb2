import type { FaultRecord } from '../evidence.ts';

/** The faults that were under way at some moment of the interval, ends included. */
export function faultsDuring(
  faults: readonly FaultRecord[],
  from: number,
  until: number = Number.POSITIVE_INFINITY,
): FaultRecord[] {
  return faults.filter((fault) => fault.from <= until && fault.until >= from);
}

/** Whether a fault kills or stops a process of the service. */
export function strikes({ kind, target }: FaultRecord, service: string): boolean {
  return (kind === 'kill' || kind === 'pause') && (target === service || target.startsWith(`${service}-`));
}

/**
 * Whether a fault strikes what every service needs: without the database no instance can renew its lease or close
 * an attempt, and without the broker no unit of work ends in time.
 */
export function strikesFoundations({ kind }: FaultRecord): boolean {
  return (
    kind === 'kill-broker' || kind === 'pause-broker' || kind === 'kill-database' || kind === 'pause-database'
  );
}

/** Whether delivery may have lost sight of a call that was open in the interval. */
export function wasInterrupted(
  faults: readonly FaultRecord[],
  from: number,
  until: number | undefined,
): boolean {
  return faultsDuring(faults, from, until).some(
    (fault) => strikes(fault, 'delivery') || strikesFoundations(fault),
  );
}

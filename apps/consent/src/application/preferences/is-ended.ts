import type { ConsentState, LedgerEntry } from '@hermod/consent-policy';
import type { Channel, Purpose } from '@hermod/contracts';

/** What is to end on a channel; what is absent means all of it. */
export interface EndedScope {
  readonly channel: Channel;
  readonly purpose?: Purpose | undefined;
  readonly topic?: string | undefined;
}

/** Whether all of it has ended already, at whatever address, and nothing of it was given anew: to say it again adds nothing. */
export function isEnded(consent: ConsentState, scope: EndedScope): boolean {
  const entries = [...consent.values()].filter(({ channel }) => channel === scope.channel);
  const end = entries
    .filter((entry) => entry.state === 'withdrawn' && coversAll(entry, scope))
    .toSorted(byAge)
    .at(-1);
  return (
    end !== undefined &&
    !entries.some((entry) => entry.state !== 'withdrawn' && meets(entry, scope) && entry.at > end.at)
  );
}

function coversAll({ contactPoint, purpose, topic }: LedgerEntry, scope: EndedScope): boolean {
  if (contactPoint !== undefined) return false;
  return (
    (purpose === undefined || purpose === scope.purpose) && (topic === undefined || topic === scope.topic)
  );
}

function meets({ purpose, topic }: LedgerEntry, scope: EndedScope): boolean {
  const isOfPurpose = scope.purpose === undefined || purpose === undefined || purpose === scope.purpose;
  return isOfPurpose && (scope.topic === undefined || topic === undefined || topic === scope.topic);
}

function byAge(a: LedgerEntry, b: LedgerEntry): number {
  return a.at.getTime() - b.at.getTime();
}

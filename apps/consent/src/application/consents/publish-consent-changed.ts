import { type Channel, type ConsentChanged, type ContactPoint, deriveId } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';

/** What changed, as fact 8 tells it. */
export interface ConsentChange {
  readonly recipient: string;
  /** The ledger entry behind it. */
  readonly entry: string;
  readonly state: ConsentChanged['state'];
  readonly scope: ConsentChanged['scope'];
  /** When the person said so. */
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

/** Tells the other services in both lanes: urgent work looks at its own lane only. A repeat looks like a repeat. */
export function publishConsentChanged(
  { recipient, entry, state, scope, at, traceparent }: ConsentChange,
  unit: UnitOfWork,
): void {
  const fact: ConsentChanged = {
    recipient,
    entry,
    state,
    scope,
    at: at.toISOString(),
    recordedAt: unit.now.toISOString(),
  };
  unit.publish('consentChanged', fact, {
    id: deriveId('consent-changed', recipient, entry),
    recipient,
    traceparent,
    lanes: ['plain', 'urgent'],
  });
}

/** The channels that a contact point of a kind serves. */
export function channelsServedBy(family: ContactPoint['channel']): Channel[] {
  return family === 'sms' ? ['sms', 'mms', 'rcs'] : [family];
}

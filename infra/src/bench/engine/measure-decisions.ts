import {
  decide,
  type DecisionFacts,
  type DecisionRequest,
  evolveConsent,
  type Law,
  type LedgerEntry,
  NO_CONSENT,
} from '@hermod/consent-policy';
import { createLaw } from '@hermod/places';

/** Decisions between two looks at the clock. */
const AT_ONCE = 5_000;
const NOW_MS = Date.UTC(2026, 10, 23, 15);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const REQUEST: DecisionRequest = {
  channel: 'sms',
  purpose: 'marketing',
  topic: 'offers',
  expiresAt: new Date(NOW_MS + 2 * DAY_MS),
  share: 0.5,
};

interface Case {
  readonly what: string;
  readonly number: string;
  readonly home: { readonly country?: string; readonly region?: string; readonly timeZone?: string };
  /** With own quiet hours, and a cap that two messages count against. */
  readonly isStrict: boolean;
  readonly decision: 'permitted' | 'deferred';
}

const CASES: readonly Case[] = [
  {
    what: 'decide: Sweden',
    number: '+46700000001',
    home: { country: 'SE', timeZone: 'Europe/Stockholm' },
    isStrict: false,
    decision: 'permitted',
  },
  {
    what: 'decide: Florida, quiet hours, cap',
    number: '+13055550123',
    home: { country: 'US', region: 'US-FL' },
    isStrict: true,
    decision: 'permitted',
  },
  {
    what: 'decide: two zones, deferred',
    number: '+12085550123',
    home: { country: 'US' },
    isStrict: false,
    decision: 'deferred',
  },
];

/** Pieces of work that decide, each checked to decide what it should. @returns how many decisions each call made. */
export function decisionWorks(): readonly { readonly what: string; readonly work: () => number }[] {
  const law = createLaw();
  return CASES.map((one) => {
    const facts = factsOf(one, law);
    let tick = 0;
    const work = (): number => {
      for (let n = 0; n < AT_ONCE; n += 1) {
        tick = (tick + 1) % MINUTE_MS;
        const { decision } = decide(REQUEST, facts, new Date(NOW_MS + tick));
        if (decision !== one.decision) throw new Error(`${one.what}: ${decision}`);
      }
      return AT_ONCE;
    };
    return { what: one.what, work };
  });
}

function factsOf({ number, home, isStrict }: Case, law: Law): DecisionFacts {
  const sent = { channel: 'sms', purpose: 'marketing', topic: 'offers' } as const;
  return {
    recipient: 'known',
    isWithdrawn: false,
    contactPoints: [{ id: 'number', channel: 'sms', isUsable: true, place: law.placeOfNumber(number) }],
    consent: ['offers', 'news', 'order-updates'].map(given).reduce(evolveConsent, NO_CONSENT),
    home: law.homeOf(home),
    quietHours: isStrict ? [{ of: 'recipient', hours: { from: '22:00', to: '07:00' } }] : [],
    caps: isStrict ? [{ name: 'daily', per: 'recipient', most: 5, withinMs: DAY_MS }] : [],
    counted: isStrict ? [sent, sent].map((one) => ({ ...one, at: new Date(NOW_MS - 3_600_000) })) : [],
    rules: law.rules,
  };
}

function given(topic: string): LedgerEntry {
  return {
    id: topic,
    state: 'given',
    channel: 'sms',
    contactPoint: 'number',
    purpose: 'marketing',
    topic,
    at: new Date(NOW_MS - 30 * DAY_MS),
  };
}

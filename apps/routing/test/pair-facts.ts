import type { RecordToProduce } from '@hermod/testing';
import { attempted, consentChange, decided, receipt, recipientChange, stop } from './facts.ts';
import type { Standing } from './pair-runs.ts';

/** A fact about where a run stands. */
export type Fact = (at: Standing) => RecordToProduce;

/** About the text that a run waits for, or has asked for. */
export const sms: { readonly [what: string]: (at: Standing) => RecordToProduce } = {
  refused: ({ asked }) => decided(asked.sms!, { decision: 'refused', of: 'channel' }),
  refusedOfAll: ({ asked }) => decided(asked.sms!, { decision: 'refused', of: 'recipient' }),
  deferred: ({ asked }) => decided(asked.sms!, { decision: 'deferred', until: inAnHour() }),
  accepted: ({ asked }) => attempted(asked.sms!, 'accepted'),
  failed: ({ asked }) => attempted(asked.sms!, 'failed'),
  lookedAt: ({ asked }) => attempted(asked.sms!, 'withdrawn', { reason: 'OPTED_OUT: since', attempts: 0 }),
  delivered: ({ asked }) => receipt(asked.sms!, 'delivered'),
};
/** The push was opened. */
export const opened: Fact = ({ asked }) => receipt(asked.push!, 'opened');
/** They texted STOP: receipts tells it. */
export const stopped: Fact = ({ recipient }) => stop(recipient);
/** They opted out of texts: consent tells it. */
export const consentGone: Fact = ({ recipient }) =>
  consentChange(recipient, 'withdrawn', { channels: ['sms'] });
/** Consent tells of an attribute. */
export const golden: Fact = ({ recipient }) => recipientChange(recipient, { tier: 'gold' }, 1);
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
/** Both facts of a pair. */
export const pair = (one: Fact, other: Fact) => (at: Standing) => [one(at), other(at)] as const;

/** The same fact on the urgent lane. */
export const urgent = (fact: RecordToProduce): RecordToProduce => ({
  ...fact,
  topic: `${fact.topic}.urgent`,
});

import type { WhyView } from '@hermod/api';
import { dayAndClockOf } from './time-in-words.ts';
import { listed, wordOf } from './words.ts';

type Words = (values: WhyView['values']) => string;

/** The rules of consent (libs/consent-policy) and of opt-outs, as a person would say them. */
const RULES: Readonly<Record<string, Words>> = {
  'consent-given': (values) => `they agreed${about(values)}`,
  'push-token-registered': () => 'their device is registered for push, and they have not refused',
  'no-consent-needed': (values) => `this needs no consent${about(values)}`,
  'no-consent': (values) => `nobody has recorded that they agreed${about(values)}`,
  'consent-withdrawn': (values) => `they withdrew their consent${about(values)}`,
  suppressed: ({ since }) => `the number gets nothing since their STOP${on(since)}`,
  'unknown-recipient': () => 'Hermod does not know this recipient',
  'erased-recipient': () => 'this recipient was erased',
  'no-usable-contact-point': ({ channel, known }) =>
    known === 0
      ? `they have no ${wordOf(channel) ?? 'such'} contact point`
      : `none of their ${wordOf(channel) ?? ''} contact points can be used`,
  'contact-point-usable': () => 'they can be reached there',
  expired: ({ expiresAt }) =>
    `it would have come too late${wordOf(expiresAt) === undefined ? '' : `: it was wanted until${on(expiresAt)}`}`,
  'withdrawn-before-decision': () => 'it was taken back before it was decided',
  'opted out by text': ({ at }) => `they opted out by text${on(at)}`,
  'consent withdrawn': ({ at }) => `they withdrew their consent${on(at)}`,
  'consent suppressed': ({ at }) => `they wrote STOP${on(at)}`,
};

/** A rule with the values it looked at, in words; one that isn't known as it stands. */
export function ruleInWords({ rule, values, ledger }: WhyView): string {
  const words = Object.hasOwn(RULES, rule) ? RULES[rule]!(values) : withoutCode(rule);
  const entry = ledger ?? wordOf(values['ledger']);
  return entry === undefined ? words : `${words} (ledger entry ${entry})`;
}

/** Reasons have a stable code first, such as `PROVIDER_REFUSED: 21610 …`; people get what follows, and the code behind. */
export function withoutCode(rule: string): string {
  const [, code, words] = /^([A-Z][A-Z_]+): (.+)$/s.exec(rule) ?? [];
  return code === undefined ? rule : `${words} (${code})`;
}

function about(values: WhyView['values']): string {
  const { channel, purpose, topic, at } = values;
  const what = listed([
    wordOf(channel),
    wordOf(purpose),
    wordOf(topic) === undefined ? undefined : `topic ${wordOf(topic)}`,
  ]);
  return `${what === '' ? '' : ` (${what})`}${on(at)}`;
}

function on(instant: unknown): string {
  const text = wordOf(instant);
  return text === undefined ? '' : ` on ${dayAndClockOf(text)}`;
}

import { texts } from '../../texts.ts';
import type { TimelineEntry, Why } from '../../api/types.ts';
import { durationsInSentence, valueInWords } from './value-in-words.ts';

/** How a line of a timeline is meant. */
export type Tone = 'good' | 'bad' | 'warn' | 'neutral';

/** A line of a timeline, told. */
export interface ToldEntry {
  readonly title: string;
  /** The rule that decided. */
  readonly because: string;
  /** The values that the rule looked at, by their names in words. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
  readonly tone: Tone;
}

const TONES: Readonly<Record<string, Tone>> = {
  accepted: 'good',
  delivered: 'good',
  opened: 'good',
  read: 'good',
  clicked: 'good',
  replied: 'good',
  reached: 'good',
  sent: 'good',
  refused: 'bad',
  failed: 'bad',
  undelivered: 'bad',
  deferred: 'warn',
  unknown: 'warn',
  unread: 'warn',
  expired: 'warn',
  exhausted: 'warn',
  'no signal': 'warn',
};

const told = texts.timeline;
const LATE = ' (late)';

/** One line of a timeline in words. @param channel of the message that it is about, if that is known. */
export function tellEntry({ what, why, message }: TimelineEntry, channel?: string): ToldEntry {
  const isLate = what.endsWith(LATE);
  const kind = isLate ? what.slice(0, -LATE.length) : what;
  const title = titleOf(kind, why, message === undefined ? undefined : channelName(channel));
  return {
    title: isLate ? told.late(title) : title,
    because: ruleInWords(why.rule),
    values: valuesOf(why),
    tone: TONES[kind] ?? 'neutral',
  };
}

/** A channel's name as people write it; a word for any message when it isn't known. */
export function channelName(channel: string | undefined): string {
  const names: Readonly<Record<string, string>> = texts.channels;
  return channel === undefined ? texts.channels.any : (names[channel] ?? channel);
}

function titleOf(kind: string, { values }: Why, about: string | undefined): string {
  if (kind === 'ended') return told.ended(valueInWords(values['outcome']));
  if (kind === 'accepted') return told.accepted(about ?? '', valueInWords(values['provider']));
  if (about === undefined) {
    const steps: Readonly<Record<string, string>> = told.steps;
    return steps[kind] ?? capital(kind);
  }
  const messages: Readonly<Record<string, (about: string) => string>> = told.messages;
  return messages[kind]?.(about) ?? `${about}: ${kind}`;
}

/** A rule by its code, or a sentence that the rule already is. Codes before a sentence are left out. */
export function ruleInWords(rule: string): string {
  const rules: Readonly<Record<string, string>> = told.rules;
  const known = rules[rule];
  if (known !== undefined) return known;
  const [, words] = /^[A-Z][A-Z0-9_]+(?:: |; )(.+)$/s.exec(rule) ?? [];
  return durationsInSentence(capital(words ?? rule));
}

function valuesOf({ values, ledger }: Why): ToldEntry['values'] {
  const all = { ...values, ...(ledger === undefined ? {} : { ledger }) };
  return Object.entries(all).map(([key, value]) => ({ name: nameOf(key), value: toldValue(value) }));
}

function nameOf(key: string): string {
  const names: Readonly<Record<string, string>> = told.values;
  return names[key] ?? key;
}

/** A why within a why, such as the permission that a hand-over rests on, is told by its rule and its values. */
function toldValue(value: unknown): string {
  if (!isWhy(value)) return valueInWords(value);
  const inner = valuesOf(value).map(({ name, value: text }) => `${name} ${text}`);
  return [ruleInWords(value.rule), ...inner].join(' · ');
}

function isWhy(value: unknown): value is Why {
  return (
    typeof value === 'object' &&
    value !== null &&
    'rule' in value &&
    typeof value.rule === 'string' &&
    'values' in value &&
    typeof value.values === 'object' &&
    value.values !== null
  );
}

function capital(text: string): string {
  // Conditions are code and stay as they were written.
  return /^[a-z]+[\s]/.test(text) || /^[a-z]+$/.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;
}

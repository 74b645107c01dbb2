import { texts } from '../../texts.ts';
import type { TimelineEntry, Why } from '../../api/types.ts';
import { entryOf } from '../../shared/entry-of.ts';
import { whyInWords } from '../../shared/why-in-words.ts';
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
  answered: 'good',
  silent: 'warn',
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
/** Enough of an id to find the entry by. */
const LEDGER_CHARS = 8;

/** One line of a timeline in words. @param channel of the message that it is about, if that is known. */
export function tellEntry({ what, why, message }: TimelineEntry, channel?: string): ToldEntry {
  const isLate = what.endsWith(LATE);
  const { kind, weak } = weaknessOf(isLate ? what.slice(0, -LATE.length) : what);
  const plain = titleOf(kind, why, message === undefined ? undefined : channelName(channel));
  const title = weak === undefined ? plain : told.weak(plain, weaknessInWords(weak));
  return {
    title: isLate ? told.late(title) : title,
    because: becauseOf(why),
    values: valuesOf(why),
    // What a program does as well as a person is neither good nor bad.
    tone: weak === undefined ? (entryOf(TONES, kind) ?? 'neutral') : 'neutral',
  };
}

/** A signal and why it says little, such as `opened (weak: image)`. */
function weaknessOf(what: string): { readonly kind: string; readonly weak?: string } {
  const [, kind, weak] = /^(.+) \(weak: ([\w-]+)\)$/.exec(what) ?? [];
  return kind === undefined || weak === undefined ? { kind: what } : { kind, weak };
}

/** Why a signal says little. */
export function weaknessInWords(weak: string): string {
  return entryOf<string>(told.weaknesses, weak) ?? weak;
}

/** A channel's name as people write it; a word for any message when it isn't known. */
export function channelName(channel: string | undefined): string {
  return channel === undefined ? texts.channels.any : (entryOf<string>(texts.channels, channel) ?? channel);
}

function titleOf(kind: string, { values }: Why, about: string | undefined): string {
  if (kind === 'ended') return told.ended(valueInWords(values['outcome']));
  if (kind === 'accepted') return told.accepted(about ?? '', valueInWords(values['provider']));
  if (about === undefined) {
    return entryOf<string>(told.steps, kind) ?? capital(kind);
  }
  return entryOf<(about: string) => string>(told.messages, kind)?.(about) ?? `${about}: ${kind}`;
}

/** A why as a sentence without its stop. */
export function becauseOf(why: Why): string {
  const told = whyInWords(why);
  return told === undefined ? ruleInWords(why.rule) : sentenceOf(told.text);
}

function sentenceOf(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}

/** A rule by its code, or a sentence that the rule already is. Codes before a sentence are left out. */
export function ruleInWords(rule: string): string {
  const known = entryOf<string>(told.rules, rule);
  if (known !== undefined) return known;
  const [, words] = /^[A-Z][A-Z0-9_]+(?:: |; )(.+)$/s.exec(rule) ?? [];
  return durationsInSentence(capital(words ?? rule));
}

/** Ids of contact points say nothing to people; the channel is in the title, and attempts count only when several. */
export function valuesOf(why: Why): ToldEntry['values'] {
  const { ledger } = why;
  const { rung, of, ...rest } = whyInWords(why)?.rest ?? why.values;
  const all: Readonly<Record<string, unknown>> = {
    ...(rung === undefined ? {} : { rung: of === undefined ? rung : told.rungOf(rung, of) }),
    ...rest,
    ...(ledger === undefined ? {} : { ledger }),
  };
  return Object.entries(all).flatMap(([key, value]) => {
    if (key === 'contactPoint' || (key === 'attempts' && value === 1)) return [];
    return [{ name: nameOf(key), value: toldValue(key, value) }];
  });
}

function nameOf(key: string): string {
  return entryOf<string>(told.values, key) ?? key;
}

/** A why within a why, such as the permission that a hand-over rests on, is told by its rule and what its words leave out. */
function toldValue(key: string, value: unknown): string {
  if (key === 'ledger') return String(value).slice(0, LEDGER_CHARS);
  if (!isWhy(value)) return valueInWords(value);
  const inner = valuesOf(value).map(({ name, value: text }) => `${name} ${text}`);
  const rule = becauseOf(value);
  return [rule.charAt(0).toLowerCase() + rule.slice(1), ...inner].join(', ');
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

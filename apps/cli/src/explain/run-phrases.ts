import { type TimelineEntry, WhyView } from '@hermod/api';
import { ruleInWords, withoutCode } from './rule-in-words.ts';
import { durationInWords } from './time-in-words.ts';
import { aMessage, messageName, wordOf } from './words.ts';

type Phrase = (entry: TimelineEntry, channel: string | undefined) => string;

const LATE = ' (late)';

/** What happened to a message, by what the timeline calls it. */
const OF_A_MESSAGE: Readonly<Record<string, Phrase>> = {
  requested: requestedPhrase,
  deferred: ({ why }, channel) => `the ${messageName(channel)} has to wait: ${ruleInWords(why)}`,
  refused: ({ why }, channel) => `the ${messageName(channel)} may not be sent: ${ruleInWords(why)}`,
  accepted: acceptedPhrase,
  failed: ({ why }, channel) =>
    `the ${messageName(channel)} could not be sent${to(why)}: ${withoutCode(why.rule)}`,
  expired: ({ why }, channel) =>
    `the ${messageName(channel)} was not handed over in time${because(why, 'expired')}`,
  withdrawn: ({ why }, channel) =>
    `the ${messageName(channel)} was taken back before it left${because(why, 'withdrawn')}`,
  unknown: ({ why }, channel) =>
    `nobody knows whether the ${messageName(channel)} was sent${to(why)}: ${withoutCode(why.rule)}`,
  unread: ({ why }, channel) => `the ${messageName(channel)} was ${notWithin(why)}`,
  'no signal': ({ why }, channel) =>
    `nothing was heard of the ${messageName(channel)}: it was ${notWithin(why)}`,
  delivered: ({ why }, channel) => `the ${messageName(channel)} arrived${as(why)}`,
  undelivered: ({ why }, channel) =>
    `the ${messageName(channel)} did not arrive${as(why)}${because(why, 'undelivered reported')}`,
  opened: (_entry, channel) => `they opened the ${messageName(channel)}`,
  read: (_entry, channel) => `they read the ${messageName(channel)}`,
  clicked: (_entry, channel) => `they followed a link in the ${messageName(channel)}`,
  'opened (weak: image)': (_entry, channel) =>
    `a picture of the ${messageName(channel)} was fetched, so they may have opened it`,
  'opened (weak: prefetch)': (_entry, channel) =>
    `a program fetched the pictures of the ${messageName(channel)}, which says nothing of them`,
  'opened (weak: scanner)': (_entry, channel) =>
    `a program looked through the ${messageName(channel)}, which says nothing of them`,
  'clicked (weak: scanner)': (_entry, channel) =>
    `a program tried a link in the ${messageName(channel)}, which says nothing of them`,
  replied: (_entry, channel) => `they answered the ${messageName(channel)}`,
  dismissed: (_entry, channel) => `they put the ${messageName(channel)} away unread`,
};

/** What happened to the run itself, or to one of its steps. */
const OF_THE_RUN: Readonly<Record<string, Phrase>> = {
  started: startedPhrase,
  waiting: ({ why, step }) => `the run waits ${waitingFor(why)} (step ${step})`,
  happened: ({ why, step }) => `what step ${step} waits for came: event ${wordOf(why.values['event']) ?? ''}`,
  missing: ({ why, step }) =>
    `step ${step} could not know until when to wait: ${wordOf(why.values['missing']) ?? ''}`,
  collecting: ({ why, step }) =>
    `step ${step} collects for ${durationInWords(wordOf(why.values['for']) ?? '')}`,
  'one more': ({ why, step }) => `step ${step} took one more event, number ${wordOf(why.values['number'])}`,
  'one too many': ({ step }) => `an event came for which step ${step} has no more room`,
  collected: ({ why, step }) =>
    `step ${step} has collected ${wordOf(why.values['events'])}: ${withoutCode(why.rule)}`,
  limit: ({ why, step }) => `the run came back to step ${step} more than ${wordOf(why.values['most'])} times`,
  timeout: ({ step }) => `the time of step ${step} is over`,
  reached: ({ why, step }) => `step ${step} has got through: ${onRung(why.rule)}`,
  exhausted: ({ why, step }) => `step ${step} has nothing left to try: ${lastRung(why)}`,
  sent: ({ step }) => `step ${step} has sent what it could`,
  failed: ({ step }) => `nothing of step ${step} could be sent`,
  else: ({ step, why }) => `step ${step} found no condition that holds${missing(why)}`,
  ended: endedPhrase,
};

/**
 * A line of a run's timeline as a sentence; one that isn't known is told as it stands.
 * @param channel of the entry's message, where it is known
 */
export function phraseOf(entry: TimelineEntry, channel?: string): string {
  const isLate = entry.what.endsWith(LATE);
  const what = isLate ? entry.what.slice(0, -LATE.length) : entry.what;
  const phrases = entry.message === undefined ? OF_THE_RUN : OF_A_MESSAGE;
  const phrase = Object.hasOwn(phrases, what) ? phrases[what]! : otherwise;
  return `${phrase(entry, channel)}${isLate ? ', after the run had moved on' : ''}`;
}

function otherwise({ what, why, step, message }: TimelineEntry, channel: string | undefined): string {
  if (/^arm \d+$/.test(what) && why.rule === 'share')
    return `step ${step} went by ${what}, as ${wordOf(why.values['share'])} % do`;
  if (/^arm \d+$/.test(what)) return `step ${step} went by ${what}, because ${why.rule}${missing(why)}`;
  const whose =
    message === undefined ? (step === undefined ? 'the run' : `step ${step}`) : `the ${messageName(channel)}`;
  return `${whose}: ${what}, ${ruleInWords(why)}`;
}

type Why = TimelineEntry['why'];

function requestedPhrase({ why, step }: TimelineEntry, channel: string | undefined): string {
  const { rung, of, until } = why.values;
  if (why.rule === 'asked again') return `the ${messageName(channel)} was asked for again`;
  if (why.rule !== 'rung') return `${aMessage(channel)} was asked for (step ${step})`;
  return `${aMessage(channel)} was asked for: rung ${wordOf(rung)} of ${wordOf(of)} in step ${step}, until it is ${wordOf(until)}`;
}

/** The rule of a plain acceptance says nothing; another tells how the acceptance is known. */
function acceptedPhrase({ why }: TimelineEntry, channel: string | undefined): string {
  const permission = WhyView.safeParse(why.values['permittedBy']).data;
  const known = why.rule === 'accepted' ? '' : `, as is known since: ${withoutCode(why.rule)}`;
  const allowed = permission === undefined ? '' : `; allowed, because ${ruleInWords(permission)}`;
  return `the ${messageName(channel)} was handed over${to(why)}${known}${allowed}`;
}

function endedPhrase({ why }: TimelineEntry): string {
  const outcome = wordOf(why.values['outcome']) ?? '';
  if (outcome === 'cancelled' && 'on' in why.values)
    return `the run was cancelled: an event ${wordOf(why.values['on'])} came${held(why.rule, 'exit.on')}`;
  if (why.rule === 'expires') return `the run ended as ${outcome}: its time was up`;
  return `the run ended as ${outcome}`;
}

function startedPhrase({ why }: TimelineEntry): string {
  const { on, audience } = why.values;
  if (audience !== true)
    return `an event ${wordOf(on) ?? ''} came${held(why.rule, 'start.on')}, and the run began`;
  const occasion = on === undefined ? 'they are of the audience' : `an event ${wordOf(on)} concerns them`;
  return `${occasion}${held(why.rule, 'start.audience')}, and the run began`;
}

function waitingFor({ values }: Why): string {
  const length = wordOf(values['for']);
  return length === undefined ? `until ${wordOf(values['until'])}` : durationInWords(length);
}

function to({ values }: Why): string {
  const provider = wordOf(values['provider']);
  return provider === undefined ? '' : ` to ${provider}`;
}

function as({ values }: Why): string {
  const provider = wordOf(values['provider']);
  return provider === undefined ? ', as the app reports' : `, as ${provider} reports`;
}

function because({ rule }: Why, bare: string): string {
  return rule === bare ? '' : `: ${withoutCode(rule)}`;
}

function held(rule: string, bare: string): string {
  return rule === bare ? '' : ` and ${rule} held`;
}

function notWithin({ values }: Why): string {
  return `not ${wordOf(values['until']) ?? 'heard of'} within ${durationInWords(wordOf(values['within']) ?? '')}`;
}

function onRung(rule: string): string {
  const [, signal, rung] = /^(\w+) on rung (\d+)$/.exec(rule) ?? [];
  return signal === undefined ? rule : `rung ${rung} was ${signal}`;
}

function lastRung(why: Why): string {
  const [, end] = /^last rung (\w+)$/.exec(why.rule) ?? [];
  if (end === undefined) return ruleInWords(why);
  return end === 'unknown' ? 'of its last rung nothing was heard' : `its last rung was ${end}`;
}

function missing({ values }: Why): string {
  const fields = values['missing'];
  return Array.isArray(fields) && fields.length > 0 ? ` (not there: ${fields.map(String).join('; ')})` : '';
}

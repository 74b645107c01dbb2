import type { JsonObject, Why } from '@hermod/contracts';

/** How a reader writes what stands in the values of a why. */
export interface Reader {
  /** An instant in ISO 8601, such as `22 Nov, 09:30`. */
  readonly instant: (iso: string) => string;
  /** A channel, such as `SMS`. */
  readonly channel: (name: string) => string;
}

/** A rule in words. */
export interface RuleInWords {
  /** A clause without a capital and a stop. */
  readonly text: string;
  /** The values that the clause has told; the others are the reader's to show. */
  readonly told: readonly string[];
}

interface Tongue {
  /** A value as text; empty when it isn't there. */
  readonly word: (name: string) => string;
  /** ` on 22 Nov`; empty when there is no such instant. */
  readonly on: (name: string) => string;
  /** ` (SMS, marketing, topic offers)`, as far as it is known. */
  readonly about: string;
  readonly values: JsonObject;
}

type Words = readonly [told: readonly string[], words: (tongue: Tongue) => string];

const ABOUT = ['channel', 'purpose', 'topic', 'at', 'contactPoint'];
const HOURS = ['hoursOf', 'timeZone', 'timeZones'];
const EVERYWHERE = 'Sending is allowed only when it is in each time zone where they may be';

/** The rules of `decide` and of consent's own answers, as a person would say them; each with the values that its words tell. */
const RULES: Readonly<Record<string, Words>> = {
  'consent-given': [ABOUT, ({ about, on }) => `they agreed${about}${on('at')}`],
  'push-token-registered': [
    ABOUT,
    () => 'the app registered for pushes on their device, and they have not refused',
  ],
  'no-consent-needed': [ABOUT, ({ about }) => `no consent is needed for this${about}`],
  'no-consent': [ABOUT, ({ about }) => `nobody has recorded that they agreed${about}`],
  'consent-withdrawn': [ABOUT, ({ about, on }) => `they withdrew their consent${about}${on('at')}`],
  'opted-out-of-everything': [
    [...ABOUT, 'stopped'],
    ({ on, word }) =>
      `they stopped ${word('stopped') || 'one topic'}${on('at')}, and by the law of the place that stops the others too`,
  ],
  'double-opt-in-pending': [
    ABOUT,
    ({ about, on }) => `they have not yet confirmed that they agreed${about}${on('at')}`,
  ],
  'consent-expired': [
    [...ABOUT, 'ended'],
    ({ about, on }) => `their consent${about}${on('at')} has ended${on('ended')}`,
  ],
  'basis-not-accepted': [
    [...ABOUT, 'basis', 'packs'],
    ({ values, word, about }) =>
      `what the consent rests on (${word('basis') || 'no express yes'}) is not enough by the law of the place${named(values['packs'])}${about}`,
  ],
  suppressed: [
    ['channel', 'contactPoint', 'since'],
    ({ on }) => `the number gets nothing since their STOP${on('since')}`,
  ],
  'opt-out-under-review': [
    ['channel', 'purpose', 'contactPoint', 'since'],
    ({ on }) => `a text of theirs${on('since')} may ask for an end, and nobody has read it yet`,
  ],
  'unknown-recipient': [[], () => 'Hermod does not know this recipient'],
  'erased-recipient': [[], () => 'this recipient was erased'],
  'no-usable-contact-point': [
    ['channel', 'known', 'usable'],
    ({ values, word }) =>
      values['known'] === 0
        ? `they have no ${word('channel') || 'such'} contact point`
        : `none of their ${word('channel')} contact points can be used`,
  ],
  'contact-point-dead': [
    ['channel', 'contactPoint', 'since', 'reason'],
    ({ on, word }) =>
      `their address exists no more: so its provider said${on('since')}${because(word('reason'))}`,
  ],
  'contact-point-unusable': [
    ['channel', 'contactPoint', 'since', 'reason'],
    ({ on, word }) =>
      `${word('channel') || 'this'} does not reach their contact point, as it showed${on('since')}${because(word('reason'))}`,
  ],
  'contact-point-usable': [['channel', 'usable'], () => 'they can be reached there'],
  'time-zone-unknown': [['channel', 'rules'], () => 'nobody knows what time it is where they are'],
  'legal-window': [
    HOURS,
    ({ values, word }) =>
      `the law${named(values['hoursOf'])} allows no such message at this hour${inZone(word('timeZone'))}`,
  ],
  'legal-window-never-opens': [
    HOURS,
    ({ values }) => `there is no hour that the law${named(values['hoursOf'])} allows. ${EVERYWHERE}`,
  ],
  'quiet-hours': [
    HOURS,
    ({ values, word }) =>
      `${values['hoursOf']?.toString() === 'organisation' ? 'the quiet hours of the organisation last' : 'it is within their quiet hours'}${inZone(word('timeZone'))}`,
  ],
  'quiet-hours-never-opens': [HOURS, () => `there is no hour outside of the quiet hours. ${EVERYWHERE}`],
  'opens-after-expiry': [
    [...HOURS, 'opens', 'expiresAt'],
    ({ on }) => `it may be sent${on('opens')} at the earliest, and is wanted until${on('expiresAt')}`,
  ],
  'cap-reached': [
    ['cap', 'most', 'withinHours', 'counted', 'topic'],
    ({ word }) =>
      `they got ${word('counted') || word('most')} messages within ${hours(word('withinHours'))}, and ${word('most')} are allowed (${word('cap')})`,
  ],
  expired: [
    ['expiresAt', 'now'],
    ({ values, on }) =>
      `it would have come too late${values['expiresAt'] === undefined ? '' : `: it was wanted until${on('expiresAt')}`}`,
  ],
  'answer-to-stop': [['language'], () => 'it confirms their STOP'],
  'answer-to-start': [['language'], () => 'it confirms their START'],
  'answer-to-help': [['language'], () => 'they asked for help'],
  'double-opt-in-question': [['language'], () => 'it asks them to confirm that they agreed'],
  'double-opt-in-confirmed': [['language'], () => 'it tells them that they have confirmed it'],
  'withdrawn-before-decision': [[], () => 'it was taken back before it was decided'],
};

/**
 * A decision's rule with the values it looked at, in English; undefined when it is none of them.
 * @param reader writes instants and channels as its readers know them.
 */
export function ruleInWords(
  { rule, values }: Pick<Why, 'rule' | 'values'>,
  reader: Reader,
): RuleInWords | undefined {
  if (!Object.hasOwn(RULES, rule)) return undefined;
  const [told, words] = RULES[rule]!;
  return { text: words(tongueOf(values, reader)), told };
}

function tongueOf(values: JsonObject, { instant, channel }: Reader): Tongue {
  const raw = (name: string): string => {
    const value = values[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const word = (name: string): string =>
    name === 'channel' && raw(name) !== '' ? channel(raw(name)) : raw(name);
  const topic = raw('topic');
  const parts = [word('channel'), raw('purpose'), topic === '' ? '' : `topic ${topic}`].filter(
    (part) => part !== '',
  );
  return {
    values,
    word,
    on: (name) => (raw(name) === '' ? '' : ` on ${instant(raw(name))}`),
    about: parts.length === 0 ? '' : ` (${parts.join(', ')})`,
  };
}

const because = (reason: string): string => (reason === '' ? '' : ` (${reason})`);

/** Whose rule it is: ` (us, us-fl)`. */
function named(names: unknown): string {
  return Array.isArray(names) && names.length > 0 ? ` (${names.join(', ')})` : '';
}

function inZone(zone: string): string {
  return zone === '' ? '' : ` in ${zone}`;
}

function hours(count: string): string {
  const n = Number(count);
  if (n % 24 === 0 && n > 24) return `${n / 24} days`;
  return `${count} ${n === 1 ? 'hour' : 'hours'}`;
}

/** Mutations of a form that know its parameters. Some only change how it is spelled. */
import type { Dice } from '../nemesis/dice.ts';
import type { WireRequest } from './wire-request.ts';

type Pair = readonly [name: string, value: string];

function onPairs(change: (pairs: readonly Pair[], dice: Dice) => readonly Pair[]) {
  return (request: WireRequest, dice: Dice): WireRequest => {
    const pairs = [...new URLSearchParams(request.body.toString('utf8'))];
    if (pairs.length === 0) return request;
    const changed = change(pairs, dice).map(([name, value]): [string, string] => [name, value]);
    return { ...request, body: Buffer.from(new URLSearchParams(changed).toString()) };
  };
}

/** Changes one pair into any number of pairs. */
function onPair(change: (pair: Pair, dice: Dice, pairs: readonly Pair[]) => readonly Pair[]) {
  return onPairs((pairs, dice) => {
    const at = dice.between(0, pairs.length - 1);
    return [...pairs.slice(0, at), ...change(pairs[at]!, dice, pairs), ...pairs.slice(at + 1)];
  });
}

/** Changes the text of the body, where the form is already escaped. */
function onText(change: (text: string, dice: Dice) => string) {
  return (request: WireRequest, dice: Dice): WireRequest => ({
    ...request,
    body: Buffer.from(change(request.body.toString('latin1'), dice), 'latin1'),
  });
}

const ALIKE: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  S: 'Ѕ',
  T: 'Т',
  '0': '０',
  '+': '＋',
};
const STATUSES = ['delivered', 'undelivered', 'failed', 'read', 'sent', 'Delivered', 'delivered '] as const;
const NAMES = [
  'OptOutType',
  'ErrorCode',
  'MessageStatus',
  'Body',
  'From',
  'NumMedia',
  'ButtonText',
  'ButtonPayload',
  '__proto__',
  '',
] as const;

/** Everything stays signed under these. */
const SPELLINGS = {
  'other order': onPairs((pairs, dice) =>
    pairs
      .map((pair) => ({ pair, at: dice.chance() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ pair }) => pair),
  ),
  'a parameter twice': onPair((pair) => [pair, pair]),
  'escapes where none are needed': onText((text, dice) =>
    text.replaceAll(/(?<!%.?)[A-Za-z0-9](?![^&]*=)/g, (char) =>
      dice.chance() < 0.3 ? `%${char.charCodeAt(0).toString(16)}` : char,
    ),
  ),
  'escapes in lower case': onText((text) =>
    text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  ),
  'blanks as %20': onText((text) => text.replaceAll('+', '%20')),
  'empty pairs': onText((text) => `&${text.replace('&', '&&')}&`),
};

/** A changed meaning. */
const CHANGES = {
  'another value': onPair(([name, value], dice) => [
    [name, `${value}${dice.pick(['x', '0', ' ', '\n', '+'])}`],
  ]),
  'another status': onPairs((pairs, dice) => {
    const status = dice.pick(STATUSES);
    return pairs.map(([name, value]) => [name, name === 'MessageStatus' ? status : value]);
  }),
  'another sender': onPairs((pairs, dice) => {
    const from = `+4670${dice.between(1_000_000, 9_999_999)}`;
    return pairs.map(([name, value]) => [name, name === 'From' ? from : value]);
  }),
  'another text': onPairs((pairs, dice) => {
    const text = dice.pick(['START', 'STOP', 'UNSTOP', 'YES']);
    return pairs.map(([name, value]) => [name, name === 'Body' ? text : value]);
  }),
  'a value less': onPair(([name]) => [[name, '']]),
  'a parameter less': onPair(() => []),
  'a parameter more': onPair((pair, dice) => [pair, [dice.pick(NAMES), dice.pick(['', 'STOP', '1', 'x'])]]),
  'a name with two values': onPair(([name, value], dice, pairs) => [
    [name, value],
    [name, dice.pick(pairs)[1]],
  ]),
  'a name in another case': onPair(([name, value]) => [[name.toLowerCase(), value]]),
  'two values exchanged': onPairs((pairs, dice) => {
    const [a, b] = [dice.between(0, pairs.length - 1), dice.between(0, pairs.length - 1)];
    return pairs.map(([name, value], at) => [
      name,
      at === a ? pairs[b]![1] : at === b ? pairs[a]![1] : value,
    ]);
  }),
  'letters that look alike': onPair(([name, value]) => [
    [name, value.replaceAll(/[aeoST0+]/g, (char) => ALIKE[char] ?? char)],
  ]),
  'decomposed letters': onPairs((pairs) => pairs.map(([name, value]) => [name, value.normalize('NFD')])),
  'a NUL': onPair(([name, value], dice) => {
    const at = dice.between(0, value.length);
    return [[name, `${value.slice(0, at)}\0${value.slice(at)}`]];
  }),
  'escaped twice': onText((text) => text.replaceAll('%', '%25')),
  'overlong UTF-8': onText((text, dice) => {
    const at = dice.between(0, Math.max(0, text.length - 1));
    const code = text.charCodeAt(at);
    const escape = `%${(0xc0 | (code >> 6)).toString(16)}%${(0x80 | (code & 0x3f)).toString(16)}`;
    return text.slice(0, at) + escape + text.slice(at + 1);
  }),
};

/** The same text under the signature, cut in other places: it joins names and values without separators. */
const BORDERS = {
  'the border in a pair moved': onPair(([name, value], dice) => {
    const flat = name + value;
    const at = dice.between(1, Math.max(1, flat.length - 1));
    return [[flat.slice(0, at), flat.slice(at)]];
  }),
  'two pairs made one': onPairs((pairs, dice) => {
    const sorted = pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const at = dice.between(0, Math.max(0, sorted.length - 2));
    const [first, second] = [sorted[at]!, sorted[at + 1]];
    if (second === undefined) return pairs;
    return [...sorted.slice(0, at), [first[0], first[1] + second[0] + second[1]], ...sorted.slice(at + 2)];
  }),
  'a value made a pair': onPair(([name, value], dice) => {
    const [from, to] = [dice.between(0, value.length), dice.between(0, value.length)].toSorted(
      (a, b) => a - b,
    );
    return [
      [name, value.slice(0, from)],
      [value.slice(from, to), value.slice(to)],
    ];
  }),
};

/** By name. */
export const FORM_MUTATIONS = { ...SPELLINGS, ...CHANGES, ...BORDERS };

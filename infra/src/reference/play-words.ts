/** The plays of an example in words. */
import { CHANNELS } from '@hermod/contracts';
import { durationMs } from '@hermod/calendar';
import { stringify } from 'yaml';
import type { Deed, Example, Happening, HandOver, Play, Start } from './example.ts';
import { code, table } from './markdown.ts';

const FATES: Readonly<Record<HandOver, string>> = {
  accepted: '',
  failed: ', which fails',
  unknown: ', of which nobody knows whether it went out',
  refused: ', which is refused',
  'refused for the recipient': ', which is refused for the recipient as a whole',
  'still waiting': ', which is not handed over yet',
};

/** What an example shows: which occasions start a run, and the life of a run or several. */
export function tellExample({ shows, source, starts, next, plays }: Example): string {
  const occasions = starts.map(tellStart);
  const first =
    next === undefined
      ? []
      : [`- After ${code(next.after)} it starts for the first time at ${code(next.at)}.`];
  return [
    shows,
    `\`\`\`yaml\n${source.trim()}\n\`\`\``,
    [...first, ...occasions].join('\n'),
    ...plays.map(tellPlay),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function tellStart({ event, recipient, lastEvent, lastSignal, yes, counts, because }: Start): string {
  const given = [
    ['event.data', event],
    ['recipient', recipient],
    ['lastEvent', lastEvent],
    ['lastSignal', lastSignal],
  ] as const;
  const words = given
    .filter(([, value]) => Object.keys(value).length > 0)
    .map(([name, value]) => `${code(name)} ${inline(value)}`)
    .join(', ');
  const verdict = yes ? 'a run starts' : 'none starts';
  const why = because === undefined ? '' : `: ${because}`;
  const value = counts === undefined ? '' : `, and ${code(JSON.stringify(counts))} is what counts`;
  return `- ${words === '' ? 'Nothing is known' : words}: ${verdict}${value}${why}.`;
}

function tellPlay(play: Play): string {
  const { title, variables } = play;
  const moments = [...new Set(['PT0S', ...[...play.happens, ...play.expect].map(({ at }) => at)])].toSorted(
    (a, b) => durationMs(a)! - durationMs(b)!,
  );
  const rows = moments.map((moment) => [
    moment === 'PT0S' ? '' : code(moment),
    [
      ...(moment === 'PT0S' ? [tellBeginning(play)] : []),
      ...play.happens.filter(({ at }) => at === moment).map(tellHappening),
    ].join('; '),
    play.expect
      .filter(({ at }) => at === moment)
      .map((deed) => tellDeed(deed, play))
      .join('; '),
  ]);
  const after = variables === undefined ? '' : `\n\nIts variables are ${inline(variables)} then.`;
  return `_${title}_\n\n${table(['after', 'what comes', 'what the run does'], rows)}${after}`;
}

function tellBeginning({ recipient, start }: Play): string {
  const { data, ...more } = start;
  const known = Object.keys(recipient).length === 0 ? '' : `, recipient ${inline(recipient)}`;
  const event = Object.keys(data).length === 0 ? '' : `, data ${inline(data)}`;
  const hop = more.hop === undefined ? '' : `, \`hop: ${more.hop}\``;
  return `it starts${event}${hop}${known}`;
}

function tellHappening(happening: Happening): string {
  if ('signal' in happening) return `${code(happening.of)} is ${happening.signal}`;
  if ('of' in happening) {
    const given = happening.answer === undefined ? '' : ` with ${code(happening.answer)}`;
    const written = happening.writes === undefined ? '' : ` (“${happening.writes}”)`;
    return `${code(happening.of)} is answered${given}${written}`;
  }
  if ('event' in happening) return `${code(happening.event.type)}, data ${inline(happening.event.data)}`;
  return 'pause' in happening ? 'the journey is paused' : 'the journey is resumed';
}

function tellDeed(deed: Deed, { handOver }: Play): string {
  if ('withdrawn' in deed) return `takes ${code(deed.withdrawn)} back`;
  if ('ended' in deed) return `ends: ${code(deed.ended)}`;
  if ('published' in deed) {
    const data = 'data' in deed ? `, data ${inline(deed.data)}` : '';
    return `publishes ${code(deed.published)}${data}`;
  }
  const message: Readonly<Partial<Record<string, string>>> = deed;
  const channel = CHANNELS.find((name) => name in message)!;
  const template = message[channel]!;
  return `asks for ${code(template)} (${channel})${FATES[handOver[template] ?? 'accepted']}`;
}

/** A value on one line, as it would stand in YAML. */
function inline(value: unknown): string {
  return code(stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim());
}

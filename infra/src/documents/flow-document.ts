import { deadTopic, FLOW_ENTRIES, type FlowEntry, type Reading } from '@hermod/contracts';

/** `docs/flow.md`: the flow's table for people. */
export function flowDocument(entries: readonly FlowEntry[] = FLOW_ENTRIES): string {
  return [
    '# The flow',
    '',
    '<!-- Generated from libs/contracts/src/flow.ts by `npm run generate`. Change it there. -->',
    '',
    'Services talk by facts on Kafka, keyed by recipient id. This is every fact, who publishes it and who reads how much of it.',
    '',
    picture(entries),
    '',
    ...table(entries),
    '',
    '## Headers that spare a reader the parsing',
    '',
    'Every record carries CloudEvents headers (`ce_*`), `traceparent` and `revision`. These fields of the fact stand in the headers too:',
    '',
    ...entries
      .filter(({ filters }) => filters.length > 0)
      .map((entry) => `- \`${entry.topic}\`: ${code(entry.filters)}`),
    '',
    '## Dead letters',
    '',
    `A record that can't be handled goes to its Kafka topic with \`${deadTopic('')}\` at the end (one partition, 30 days), with its cause and trace.`,
    '',
  ].join('\n');
}

function table(entries: readonly FlowEntry[]): string[] {
  return [
    '| # | Kafka topic | the fact | published by | read by | lanes | kept |',
    '|---|---|---|---|---|---|---|',
    ...entries.map((entry) => {
      const readers =
        entry.readers.length === 0 ? 'other systems' : entry.readers.map(readingInWords).join('<br>');
      const lanes = entry.lanes === 'both' ? 'plain, `.urgent`' : 'plain';
      return `| ${entry.number} | \`${entry.topic}\` | ${entry.what} | ${entry.publishers.join(', ')} | ${readers} | ${lanes} | ${entry.retentionDays} days |`;
    }),
  ];
}

function readingInWords({ service, only, lane, to }: Reading): string {
  const chosen = Object.entries(only ?? {}).map(([header, values]) => `${header} ${values.join(' or ')}`);
  const limits = [
    ...(chosen.length === 0 ? [] : [chosen.join(' or ')]),
    ...(lane === undefined ? [] : [`${lane} lane`]),
  ];
  return `${service}${limits.length === 0 ? '' : ` (only ${limits.join(', ')})`}: ${to}`;
}

/** One arrow for each publisher and reader of a fact, labelled with its number. */
function picture(entries: readonly FlowEntry[]): string {
  const arrows = new Map<string, number[]>();
  for (const entry of entries) {
    for (const from of entry.publishers) {
      for (const { service: to } of entry.readers) {
        const arrow = `${from} ${to}`;
        arrows.set(arrow, [...(arrows.get(arrow) ?? []), entry.number]);
      }
    }
  }
  const lines = [...arrows].map(([arrow, numbers]) => {
    const [from, to] = arrow.split(' ');
    return `  ${from} -- "${numbers.join(', ')}" --> ${to}`;
  });
  return ['```mermaid', 'flowchart LR', ...lines, '```'].join('\n');
}

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

import type { Exploration, PathLine, Shown } from '@hermod/journey';
import { elapsedInWords } from '../explain/time-in-words.ts';
import { counted } from '../terminal/counted.ts';
import { type Output, paint, type Style } from '../terminal/output.ts';

/** One figure: what it is about, and what was found. */
interface Row {
  readonly name: string;
  readonly found: string;
  readonly style?: Style;
  readonly path?: readonly PathLine[];
}

/** Tells what can happen in a journey: a figure a line, with `withPaths` each with the path that shows it. */
export function tellExploration(out: Output, file: string, found: Exploration, withPaths: boolean): void {
  const scope = found.complete
    ? `all ${counted(found.states, 'state')}`
    : `the first ${counted(found.states, 'state')}; there are more, and the figures may be higher`;
  out.line(file, '  ', paint('bold', found.journey), '  ', paint(found.complete ? 'dim' : 'yellow', scope));
  const rows = rowsOf(found);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, found: value, style, path } of rows) {
    out.line('  ', name.padEnd(width), '  ', style === undefined ? value : paint(style, value));
    if (withPaths && path !== undefined) for (const line of path) tellLine(out, line);
  }
  out.line();
}

function rowsOf(found: Exploration): Row[] {
  const { mostMessages, mostMessagesInDay, longestToLastMessage, longestToEnd, deadSteps } = found;
  const channels = Object.entries(found.mostMessagesByChannel);
  return [
    { name: 'most messages', found: `${mostMessages.messages}`, ...pathOf(mostMessages) },
    { name: 'in any 24 hours', found: `${mostMessagesInDay.messages}`, ...pathOf(mostMessagesInDay) },
    ...channels.map(([channel, most]) => ({
      name: `on ${channel}`,
      found: `${most.messages}`,
      ...pathOf(most),
    })),
    longestToLastMessage === null
      ? { name: 'last message', found: 'there is none', style: 'yellow' }
      : {
          name: 'last message',
          found: `after ${elapsedInWords(longestToLastMessage.ms)} at the latest`,
          ...pathOf(longestToLastMessage),
        },
    {
      name: 'end',
      found: `after ${elapsedInWords(longestToEnd.ms)} at the latest; expires after ${elapsedInWords(found.expiresMs)}`,
      ...pathOf(longestToEnd),
    },
    ...found.loops.map((loop) => ({
      name: 'loop',
      found: `${loop.steps.join(', ')}: ${loop.visits} of ${counted(loop.limit, 'visit')} to ${loop.limitedBy}`,
      ...pathOf(loop),
    })),
    ...found.ends.map((end) => ({ name: 'can end as', found: end.outcome, ...pathOf(end) })),
    ...deadSteps.map((step): Row => ({ name: 'dead step', found: step, style: 'red' })),
  ];
}

const pathOf = ({ path }: Shown): Pick<Row, 'path'> => ({ path });

function tellLine(out: Output, { atMs, step, what }: PathLine): void {
  const at = elapsedInWords(atMs).padStart(12);
  out.line('    ', paint('dim', at), '  ', step === undefined ? '' : paint('cyan', `${step}: `), what);
}

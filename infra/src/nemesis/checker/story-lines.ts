import type { AttemptRow, FactRecord, FaultRecord, ProviderCall, ReceiptRow } from '../evidence.ts';

/** A line of a story. `at` in milliseconds of the epoch. */
export interface Line {
  readonly at: number;
  readonly text: string;
}

type MaybeLine = { readonly at: number | undefined; readonly text: string };

const known = (lines: readonly MaybeLine[]): Line[] =>
  lines.flatMap(({ at, text }) => (at === undefined ? [] : [{ at, text }]));

/** An attempt: started, called, closed. */
export function attemptLines(attempt: AttemptRow): Line[] {
  const { id, message, provider, n, resends, state, startedAt, calledAt, closedAt } = attempt;
  const again = resends === undefined ? '' : `, resends ${resends}`;
  const what = `attempt ${id} (${provider}, ${n + 1}.) of message ${message}`;
  return known([
    { at: startedAt, text: `${what} written${again}` },
    { at: calledAt, text: `${what} called` },
    { at: closedAt, text: `${what} closed: ${state}` },
  ]);
}

/** A call in the provider's books; the address stays there. */
export function callLines({
  provider,
  message,
  receivedAt,
  acceptedAt,
  respondedAt,
  outcome,
}: ProviderCall): Line[] {
  const what = `${provider}: call about message ${message}`;
  const silent = respondedAt === undefined ? ', no answer goes out' : '';
  return known([
    { at: receivedAt, text: `${what} comes in (${outcome}${silent})` },
    { at: acceptedAt, text: `${what} accepted` },
    { at: respondedAt, text: `${what} answered` },
  ]);
}

/** A receipt, when it was recorded. */
export function receiptLine({ message, kind, at, recordedAt }: ReceiptRow): Line {
  const happened = new Date(at).toISOString().slice(11, 23);
  return { at: recordedAt, text: `receipt ${kind} of ${happened} recorded, message ${message}` };
}

/** What tells facts of one topic apart. */
const TELLING = [
  'request',
  'decision',
  'outcome',
  'answersWithdrawal',
  'reason',
  'kind',
  'meaning',
  'what',
  'state',
];

/** A fact where it stands on Kafka. */
export function factLine(
  { topic, partition, offset, at, revision, data }: FactRecord,
  rule: string | undefined,
): Line {
  const told = TELLING.flatMap((field) => {
    const value = data?.[field];
    const isTold = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isTold ? [`${field} ${value}`] : [];
  });
  const { messageId } = data ?? {};
  const details = [
    ...(typeof messageId === 'string' ? [`message ${messageId}`] : []),
    ...told,
    ...(rule === undefined ? [] : [`rule ${rule}`]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
  ];
  return { at, text: `Kafka ${topic}[${partition}]@${offset}: ${details.join(', ')}` };
}

/** A fault: when it struck, and when it was over. */
export function faultLines({ kind, target, from, until, detail }: FaultRecord): Line[] {
  const what = `!! ${kind} ${target}${detail === undefined ? '' : ` (${detail})`}`;
  return until === from
    ? [{ at: from, text: what }]
    : [
        { at: from, text: `${what} begins` },
        { at: until, text: `${what} is over` },
      ];
}

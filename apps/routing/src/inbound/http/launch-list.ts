import { setImmediate as nextTurn } from 'node:timers/promises';
import { LaunchRow } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { invalidRequest, LAUNCH_LIST } from '@hermod/http';
import type { ListedRecipient } from '../../storage/launch-lists.ts';

/** A row as it was read, before it is known to be one. */
export interface ReadRow {
  /** The line of the file, from 1. */
  readonly line: number;
  /** What stands there, or why it can't be read. */
  readonly value: { readonly row: unknown } | { readonly problem: string; readonly fix: string };
}

interface Problem {
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

const MOST_PROBLEMS = 100;
/** After so many rows everything else that the process does has its turn. */
const ROWS_AT_A_TIME = 100;

/**
 * Checks the rows of a list, whatever it was written in, and keeps them together until all of them are known to be good:
 * a list is taken as a whole or not at all.
 * @throws HermodError LAUNCH_LIST_INVALID with the first problems by line, LAUNCH_LIST_TOO_LARGE; what reading it throws.
 */
export async function checkList(rows: AsyncIterable<ReadRow>): Promise<ListedRecipient[]> {
  const list: ListedRecipient[] = [];
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  let seen = 0;
  for await (const row of rows) {
    seen += 1;
    if (seen > LAUNCH_LIST.maxRows) throw tooLarge();
    if (seen % ROWS_AT_A_TIME === 0) await nextTurn();
    const found = problemsOf(row, lines);
    problems.push(...found.problems);
    if (problems.length >= MOST_PROBLEMS) break;
    if (found.recipient !== undefined) list.push(found.recipient);
  }
  if (seen === 0) {
    problems.push({ field: 'body', message: 'the list is empty', fix: 'send one recipient a line' });
  }
  if (problems.length === 0) return list;
  throw invalidList(problems.slice(0, MOST_PROBLEMS));
}

function problemsOf(
  { line, value }: ReadRow,
  lines: Map<string, number>,
): { readonly problems: readonly Problem[]; readonly recipient?: ListedRecipient } {
  const at = `lines[${line}]`;
  if ('problem' in value) return { problems: [{ field: at, message: value.problem, fix: value.fix }] };
  const read = LaunchRow.safeParse(value.row);
  if (!read.success) {
    const { problems } = invalidRequest(read.error.issues, at);
    return { problems: problems!.map(({ fix = 'correct it', ...problem }) => ({ ...problem, fix })) };
  }
  const { recipient, data } = read.data;
  const earlier = lines.get(recipient);
  if (earlier === undefined) {
    lines.set(recipient, line);
    return { problems: [], recipient: { recipient, data } };
  }
  const message = `the recipient stands in line ${earlier} already`;
  return { problems: [{ field: `${at}.recipient`, message, fix: 'leave one of the two lines out' }] };
}

function invalidList(problems: readonly Problem[]): HermodError {
  const [first] = problems;
  const many = problems.length >= MOST_PROBLEMS ? `${MOST_PROBLEMS} or more` : `${problems.length}`;
  return new HermodError(
    'LAUNCH_LIST_INVALID',
    `nothing was imported, because the list has ${many} problems; ${first!.field}: ${first!.message}`,
    { field: first!.field, fix: first!.fix, problems },
  );
}

function tooLarge(): HermodError {
  return new HermodError('LAUNCH_LIST_TOO_LARGE', `a list has at most ${LAUNCH_LIST.maxRows} rows`, {
    field: 'body',
    fix: 'send it in parts, each as a launch of its own',
  });
}

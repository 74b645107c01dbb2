import type { ApiClient, ConsentView, RecipientView, RunSummary } from '@hermod/api';
import { ApiProblem } from '@hermod/api';
import { unlessMissing } from '../gateway/with-gateway.ts';
import { type Output, paint } from '../terminal/output.ts';
import { standOf, tellRun, type ToldRun, withMessages } from './run-story.ts';
import { dayAndClockOf } from './time-in-words.ts';
import { listed } from './words.ts';

/** What there is to tell of a recipient. */
export interface ToldRecipient {
  readonly id: string;
  /** Undefined when Hermod doesn't know them; `erased` when it was told to forget them. */
  readonly recipient: RecipientView | 'erased' | undefined;
  /** Newest first. */
  readonly consents: readonly ConsentView[];
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** The newest run. */
  readonly newest: ToldRun | undefined;
}

/** Looks a recipient up with their newest consents and runs; undefined when nobody has heard of them. */
export async function findRecipient(
  client: ApiClient,
  id: string,
  limit: number,
): Promise<ToldRecipient | undefined> {
  const [recipient, consents, { runs }] = await Promise.all([
    orErased(unlessMissing(client.call('getRecipient', { params: { id } }))),
    unlessMissing(client.call('listConsents', { params: { id }, query: { limit } })),
    client.call('listRuns', { query: { recipient: id, limit } }),
  ]);
  const [first] = runs;
  if (recipient === undefined && first === undefined) return undefined;
  const run =
    first === undefined
      ? undefined
      : await unlessMissing(client.call('getRun', { params: { id: first.id } }));
  return {
    id,
    recipient,
    consents: consents?.consents ?? [],
    runs,
    newest: run === undefined ? undefined : await withMessages(client, run),
  };
}

async function orErased<T>(answer: Promise<T>): Promise<T | 'erased'> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 410) return 'erased';
    throw error;
  }
}

/** Tells who somebody is to Hermod, what they allowed, what happened to them, and the newest run in full. */
export function tellRecipient(out: Output, told: ToldRecipient): void {
  const { id, recipient, consents, runs, newest } = told;
  out.line('Recipient ', paint('bold', id), aboutOf(recipient));
  if (typeof recipient === 'object') tellContactPoints(out, recipient);
  if (consents.length > 0) {
    section(out, 'What they said, newest first');
    for (const consent of consents)
      out.line('  ', paint('dim', dayAndClockOf(consent.at)), '  ', consentInWords(consent));
  }
  section(
    out,
    runs.length === 0 ? 'No event has started a run about them.' : 'Runs about them, newest first',
  );
  for (const run of runs)
    out.line(
      '  ',
      paint('dim', dayAndClockOf(run.startedAt)),
      '  ',
      `${run.journey} v${run.version}  ${standOf(run)}  `,
      run.id,
    );
  if (newest === undefined) return;
  out.line();
  tellRun(out, newest);
}

function aboutOf(recipient: ToldRecipient['recipient']): string {
  if (recipient === undefined) return ' is not known to Hermod: nothing can be sent to them';
  if (recipient === 'erased') return ' was erased';
  const { country, timeZone, locale, changedAt } = recipient;
  const facts = listed([country, timeZone, locale]);
  return `${facts === '' ? '' : `: ${facts}`}, as of ${dayAndClockOf(changedAt)} (UTC)`;
}

function tellContactPoints(out: Output, { contactPoints }: RecipientView): void {
  section(out, contactPoints.length === 0 ? 'They can be reached nowhere.' : 'Where they can be reached');
  for (const {
    channel,
    provider = '',
    address,
    state: found,
    reason = 'as the provider says',
  } of contactPoints) {
    const state = found === 'usable' ? paint('green', found) : paint('red', `${found}: ${reason}`);
    out.line('  ', channel.padEnd(6), provider.padEnd(10), masked(address).padEnd(24), state);
  }
}

/** Enough of an address to know it again, not enough to use it. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  const [name, domain] = at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at)];
  if (name.length <= 6) return `${name.slice(0, 1)}…${domain}`;
  return `${name.slice(0, 3)}…${name.slice(-2)}${domain}`;
}

function consentInWords({
  state,
  channel,
  purpose,
  topic,
  method,
  wordingVersion,
  suppression,
}: ConsentView): string {
  const what = listed([
    channel ?? 'every channel',
    purpose ?? 'every purpose',
    topic === undefined ? 'every topic' : `topic ${topic}`,
  ]);
  const words =
    suppression === true ? `${state === 'given' ? 'START' : 'STOP'} by text` : `${state}: ${what}`;
  return `${words}${method === undefined ? '' : `, by ${method}`}${wordingVersion === undefined ? '' : `, wording ${wordingVersion}`}`;
}

function section(out: Output, title: string): void {
  out.line();
  out.line(title);
}

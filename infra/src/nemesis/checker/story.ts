import { FLOW } from '@hermod/contracts';
import type { Evidence, FactRecord, RunRow } from '../evidence.ts';
import { faultsDuring } from './faults-under-way.ts';
import type { Breach } from './invariant.ts';
import { attemptLines, callLines, factLine, faultLines, type Line, receiptLine } from './story-lines.ts';

/** Whose story it is. */
interface Cast {
  readonly run: RunRow | undefined;
  readonly runId: string | undefined;
  readonly messages: ReadonlySet<string>;
  readonly recipients: ReadonlySet<string>;
}

/** What happened this long before or after may still have something to do with it. */
const AROUND_MS = 10_000;

/**
 * Everything that is known about the message or run of a breach, and about the faults that were under way, merged by
 * time: a line each, that begins with the time of day (UTC). Empty when the breach is about neither.
 */
export function storyOf(evidence: Evidence, about: Pick<Breach, 'message' | 'run'>): string[] {
  const cast = castOf(evidence, about);
  const lines = [...ofRun(evidence, cast), ...ofMessages(evidence, cast), ...ofFacts(evidence, cast)];
  if (lines.length === 0) return [];
  const instants = lines.map(({ at }) => at);
  const first = Math.min(...instants);
  const last = Math.max(...instants);
  const around = faultsDuring(evidence.faults, first - AROUND_MS, last + AROUND_MS);
  return [...lines, ...ofRecipients(evidence, cast), ...around.flatMap(faultLines)]
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => `${new Date(at).toISOString().slice(11, 23)}  ${text}`);
}

function castOf(evidence: Evidence, { message, run: given }: Pick<Breach, 'message' | 'run'>): Cast {
  const runId = given ?? runOfMessage(evidence, message);
  const run = runId === undefined ? undefined : evidence.runs.get(runId);
  const messages = new Set(run?.messages.map(({ id }) => id));
  if (message !== undefined) messages.add(message);
  const recipients = [run?.recipient, ...[...messages].map((id) => evidence.messages.get(id)?.recipient)];
  return { run, runId, messages, recipients: new Set(recipients.filter((id) => id !== undefined)) };
}

function runOfMessage({ messages, runs }: Evidence, message: string | undefined): string | undefined {
  if (message === undefined) return undefined;
  const told = messages.get(message)?.run;
  if (told !== undefined) return told;
  return [...runs.values()].find((run) => run.messages.some(({ id }) => id === message))?.id;
}

function ofRun({ events }: Evidence, { run, runId }: Cast): Line[] {
  const started = events
    .filter((event) => event.run === runId)
    .map(({ acceptedAt, id, journey }) => ({ at: acceptedAt, text: `event ${id} accepted (${journey})` }));
  const told = (run?.timeline ?? []).map(({ at, what, message, step }) => ({
    at,
    text: `run: ${what}${step === undefined ? '' : ` at ${step}`}${message === undefined ? '' : `, message ${message}`}`,
  }));
  return [...started, ...told];
}

function ofMessages({ attempts, calls, receipts, signals }: Evidence, { messages }: Cast): Line[] {
  const own = <T extends { readonly message: string | undefined }>(rows: readonly T[]): T[] =>
    rows.filter(({ message }) => message !== undefined && messages.has(message));
  return [
    ...own(attempts).flatMap(attemptLines),
    ...own(calls).flatMap(callLines),
    ...own(receipts).map(receiptLine),
    ...own(signals).map(({ answeredAt, signal, message }) => ({
      at: answeredAt,
      text: `signal ${signal} answered, message ${message}`,
    })),
  ];
}

function ofFacts({ facts, decisions, events }: Evidence, cast: Cast): Line[] {
  const ids = new Set(events.filter(({ run }) => run === cast.runId).map(({ id }) => id));
  const own = facts.filter((fact) => isAbout(fact, cast, ids));
  return own.map((fact) => {
    const decided = fact.topic.startsWith(FLOW.messageDecided.topic);
    const rule = decided ? decisions.get(String(fact.data?.['messageId']))?.rule : undefined;
    return factLine(fact, rule);
  });
}

function isAbout({ topic, id, data }: FactRecord, cast: Cast, events: ReadonlySet<string>): boolean {
  if (topic.startsWith(FLOW.domainEvents.topic)) {
    // A structured event has its id in the value, a binary one in the headers.
    const event = typeof data?.['id'] === 'string' ? data['id'] : id;
    return event !== undefined && events.has(event);
  }
  const { messageId, runId } = data ?? {};
  if (typeof messageId === 'string' && cast.messages.has(messageId)) return true;
  return runId !== undefined && runId === cast.runId;
}

/** What the recipient said, and what that made of their permissions. */
function ofRecipients({ stops, facts }: Evidence, { recipients }: Cast): Line[] {
  const said = stops
    .filter(({ recipient }) => recipients.has(recipient))
    .flatMap(({ answeredAt, liftedAt }) => [
      { at: answeredAt, text: 'STOP answered' },
      ...(liftedAt === undefined ? [] : [{ at: liftedAt, text: 'START said' }]),
    ]);
  const topics = [FLOW.inboundReceived.topic, FLOW.consentChanged.topic];
  const spread = facts
    .filter(
      ({ topic, key }) => key !== undefined && recipients.has(key) && topics.some((t) => topic.startsWith(t)),
    )
    .map((fact) => factLine(fact, undefined));
  return [...said, ...spread];
}

import type { AttemptRow, Evidence, GivenAnswer, ProviderCall, RunRow, TimelineRow } from '../evidence.ts';
import { attemptsByMessage, callsByMessage, CLOCK_TOLERANCE_MS } from './calls.ts';
import type { Breach, Invariant } from './invariant.ts';
import { type JourneyTimes, timesOf } from './journey-times.ts';
import { openingsFrom } from './openings.ts';

/** An answer that was taken this long before an attempt opens prevents it, as every signal does. */
const PREVENTS_AFTER_MS = 2_000;
/** For so long Hermod may need to learn from which number a question was sent: until then a text answers nothing. */
const KNOWN_WITHIN_MS = 2_000;

/** What people answer counts: once, theirs, and in time. */
export function answers(times: JourneyTimes): Invariant {
  return {
    name: 'answers',
    says: 'a question is left by the first answer of whoever was asked, in time, and by nothing else',
    check(evidence) {
      const given = Map.groupBy(evidence.answers, ({ run }) => run);
      const books = booksOf(evidence);
      const asked = [...evidence.runs.values()].filter((run) => given.has(run.id) || linesOf(run).length > 0);
      const breaches = asked.flatMap((run) => {
        const own = given.get(run.id) ?? [];
        const words = [
          ...movedTwice(run),
          ...movedByNobody(run, own, evidence),
          ...endedOtherwise(run, evidence),
          ...own.flatMap((answer) => [
            ...notHeard(run, answer, books, times),
            ...askedInSpite(run, answer, books, evidence),
          ]),
        ];
        return words.map((text): Breach => ({ words: `run ${run.id}: ${text}`, run: run.id }));
      });
      return { tested: evidence.answers.length + asked.length, breaches };
    },
  };
}

interface Books {
  readonly attempts: ReadonlyMap<string, readonly AttemptRow[]>;
  readonly calls: ReadonlyMap<string, readonly ProviderCall[]>;
  /** Runs of one recipient that ask: a text may answer any of them. */
  readonly asking: ReadonlyMap<string, readonly RunRow[]>;
}

function booksOf(evidence: Evidence): Books {
  const asked = new Set(evidence.answers.map(({ run }) => evidence.runs.get(run)?.journey));
  const asking = [...evidence.runs.values()].filter(({ journey }) => asked.has(journey));
  return {
    attempts: attemptsByMessage(evidence),
    calls: callsByMessage(evidence),
    asking: Map.groupBy(asking, ({ recipient }) => recipient),
  };
}

const ANSWERED: readonly string[] = ['answered', 'answered (late)', 'answered again'];

function linesOf({ timeline }: RunRow): TimelineRow[] {
  return timeline.filter(({ what }) => ANSWERED.includes(what));
}

function movedTwice({ timeline }: RunRow): string[] {
  const moves = timeline.filter(({ what }) => what === 'answered').length;
  return moves > 1 ? [`${moves} answers have moved it`] : [];
}

/** Each answer that a run tells was given before, by whoever was asked: to it, or as a text to any of their questions. */
function movedByNobody(run: RunRow, own: readonly GivenAnswer[], evidence: Evidence): string[] {
  const texts = evidence.answers.filter(
    (answer) => answer.way === 'text' && evidence.runs.get(answer.run)?.recipient === run.recipient,
  );
  return linesOf(run)
    .filter(
      ({ at, reply }) =>
        ![...own, ...texts].some(
          (answer) =>
            answer.by === 'asked' && answer.reply === reply && answer.givenAt <= at + CLOCK_TOLERANCE_MS,
        ),
    )
    .map(({ what, reply }) => `it tells of ${reply} (${what}), which nobody who was asked had answered`);
}

/** A journey that asks ends with the reply as its outcome, and with no reply where there is none. */
function endedOtherwise({ id, timeline, outcome }: RunRow, { answers: all }: Evidence): string[] {
  const reply = timeline.find(({ what }) => what === 'answered')?.reply;
  if (reply !== undefined) return outcome === reply ? [] : [`it was answered ${reply}, and ended ${outcome}`];
  const isReply = all.some((answer) => answer.run === id && answer.reply === outcome);
  return isReply ? [`it ended ${outcome} without an answer`] : [];
}

/** An answer that was taken before the time of the last question was up, and that moved nothing. */
function notHeard(run: RunRow, answer: GivenAnswer, books: Books, times: JourneyTimes): string[] {
  const { answeredAt, by, way, reply } = answer;
  if (by !== 'asked' || answeredAt === undefined) return [];
  if (way !== 'text' && linesOf(run).length === 0) return [`nothing tells of ${reply}, given by a ${way}`];
  if (run.timeline.some(({ what }) => what === 'answered') || !isForIt(run, answer, books)) return [];
  const dueAt = silentAt(run, books, times);
  return dueAt !== undefined && answeredAt < dueAt
    ? [`${reply} was taken ${dueAt - answeredAt} ms before its time was up, and it was left as silent`]
    : [];
}

/** Whether an answer can be meant for no other run, and its question is known to be there. */
function isForIt(run: RunRow, { way, message, givenAt }: GivenAnswer, { asking }: Books): boolean {
  if (way !== 'text') return true;
  const others = (asking.get(run.recipient) ?? []).filter(
    (other) =>
      other.id !== run.id &&
      other.startedAt <= givenAt &&
      (other.endedAt ?? Number.POSITIVE_INFINITY) >= givenAt,
  );
  const accepted = run.timeline.find((line) => line.message === message && line.what === 'accepted');
  return others.length === 0 && accepted !== undefined && accepted.at + KNOWN_WITHIN_MS <= givenAt;
}

/** When the time of the last question was up by delivery's clock; undefined when it ended otherwise. */
function silentAt(run: RunRow, { attempts }: Books, times: JourneyTimes): number | undefined {
  const last = run.timeline.findLast(({ what }) => what === 'unread' || what === 'no signal');
  const asked = run.messages.at(-1);
  if (last?.message === undefined || last.message !== asked?.id) return undefined;
  const { withinMs } = timesOf(times, run.journey, asked.step);
  const accepted = (attempts.get(asked.id) ?? [])
    .filter(({ state }) => state === 'accepted')
    .map(({ closedAt }) => closedAt ?? Number.POSITIVE_INFINITY);
  return withinMs === undefined || accepted.length === 0 ? undefined : Math.min(...accepted) + withinMs;
}

/** Whoever has answered is not asked again on another channel. */
function askedInSpite(
  run: RunRow,
  { answeredAt, by, message, way }: GivenAnswer,
  { attempts, calls }: Books,
  { faults }: Evidence,
): string[] {
  const answered = run.messages.find(({ id }) => id === message);
  // Which question a text answers is routing's to say; until then it holds up nothing.
  if (by !== 'asked' || answeredAt === undefined || way === 'text' || answered === undefined) return [];
  return run.messages
    .filter(({ step, rung }) => step === answered.step && rung > answered.rung)
    .flatMap(({ id }) =>
      openingsFrom(answeredAt + PREVENTS_AFTER_MS, {
        attempts: attempts.get(id) ?? [],
        calls: calls.get(id) ?? [],
        faults,
      }).map((words) => `message ${id} although ${message} was answered: ${words}`),
    );
}

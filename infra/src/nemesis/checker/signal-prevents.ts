import { satisfies } from '@hermod/contracts';
import type { AnsweredSignal, Evidence, RunMessageRow, RunRow } from '../evidence.ts';
import { attemptsByMessage, callsByMessage } from './calls.ts';
import type { Breach, Invariant } from './invariant.ts';
import { isEscalation, type JourneyTimes } from './journey-times.ts';
import { openingsFrom } from './openings.ts';

/** A signal that was answered this long before an attempt opens prevents it. */
const PREVENTS_AFTER_MS = 2_000;

/** Who has reacted is not told again. The load's escalations begin with a push that is waited for to be opened. */
export function signalPrevents(times: JourneyTimes): Invariant {
  return {
    name: 'signal-prevents',
    says: 'once a push was opened, 2 s later no later rung of its escalation opens',
    check(evidence) {
      const asked = messagesOfRuns(evidence);
      const attempts = attemptsByMessage(evidence);
      const calls = callsByMessage(evidence);
      const reached = evidence.signals.flatMap((signal) => {
        const found = asked.get(signal.message);
        return found !== undefined && ends(signal, found, times) ? [{ signal, ...found }] : [];
      });
      const breaches = reached.flatMap(({ signal, run, message }) =>
        run.messages
          .filter(({ step, rung }) => step === message.step && rung > message.rung)
          .flatMap(({ id }): Breach[] =>
            openingsFrom(signal.answeredAt + PREVENTS_AFTER_MS, {
              attempts: attempts.get(id) ?? [],
              calls: calls.get(id) ?? [],
              faults: evidence.faults,
            }).map((words) => ({
              words: `message ${id} although ${message.id} was ${signal.signal}: ${words}`,
              message: id,
              run: run.id,
            })),
          ),
      );
      return { tested: reached.length, breaches };
    },
  };
}

interface Asked {
  readonly run: RunRow;
  readonly message: RunMessageRow;
}

function messagesOfRuns({ runs }: Evidence): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const run of runs.values())
    for (const message of run.messages) asked.set(message.id, { run, message });
  return asked;
}

/** Whether a signal is what the escalation of its message waits for. */
function ends({ signal }: AnsweredSignal, { run, message }: Asked, times: JourneyTimes): boolean {
  if (message.channel !== 'push' || message.rung !== 0) return false;
  return (
    signal !== 'dismissed' && satisfies(signal, 'opened') && isEscalation(times, run.journey, message.step)
  );
}

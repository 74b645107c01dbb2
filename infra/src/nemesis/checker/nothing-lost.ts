import type { Evidence, RunMessageRow, RunRow } from '../evidence.ts';
import type { Breach, Invariant } from './invariant.ts';

/** Every event ends, with every message that its run asked for. */
export const nothingLost: Invariant = {
  name: 'nothing-lost',
  says: 'every accepted event has its run, and the run and each of its messages have come to an end',
  check(evidence) {
    const events = evidence.events.flatMap(({ id, run }): Breach[] => {
      const words = endOfRun(evidence.runs.get(run));
      return words === undefined ? [] : [{ words: `event ${id}: ${words}`, run }];
    });
    const asked = [...evidence.runs.values()].flatMap((run) =>
      run.messages.map((message) => ({ run, message })),
    );
    const messages = asked.flatMap(({ run, message }): Breach[] => {
      const words = endOfMessage(message, evidence);
      return words === undefined
        ? []
        : [{ words: `message ${message.id}: ${words}`, message: message.id, run: run.id }];
    });
    return { tested: evidence.events.length + asked.length, breaches: [...events, ...messages] };
  },
};

function endOfRun(run: RunRow | undefined): string | undefined {
  if (run === undefined) return 'it has no run';
  if (run.status !== 'ended') return 'its run has not ended';
  return run.outcome === undefined ? 'its run has ended without an outcome' : undefined;
}

/** What is missing, or undefined when the message ended as section 3 of the design says. */
function endOfMessage(message: RunMessageRow, { messages, decisions }: Evidence): string | undefined {
  const decision = decisions.get(message.id)?.decision;
  if (decision === undefined) return 'consent never decided about it';
  const delivered = messages.get(message.id);
  if (delivered?.status === 'open') return 'delivery has it open';
  if (decision === 'refused') return undefined;
  if (decision === 'permitted') {
    if (delivered === undefined) return 'it was permitted, and delivery never heard of it';
    // Given back is no end: routing asks again, or takes it back.
    return delivered.status === 'deferred' ? 'delivery gave it back, and nobody asked again' : undefined;
  }
  // Put off, and then taken back or expired before its time came.
  const isOver = message.withdrawn || message.state === 'refused';
  return isOver ? undefined : 'it was deferred, and nobody asked again';
}

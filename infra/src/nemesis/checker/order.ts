import type { Evidence, ProviderCall, RunMessageRow, RunRow } from '../evidence.ts';
import { callsByMessage, isAccepted } from './calls.ts';
import { findDisorder } from './facts-in-order.ts';
import type { Breach, Invariant } from './invariant.ts';
import { isEscalation, type JourneyTimes } from './journey-times.ts';

/** Rung after rung, and one recipient's facts one after the other. */
export function order(times: JourneyTimes): Invariant {
  return {
    name: 'order',
    says: 'rungs reach their providers in turn, and a recipient’s facts of one Kafka topic carry growing revisions',
    check(evidence) {
      const rungs = rungsInOrder(evidence, times);
      const facts = findDisorder(evidence.facts, evidence.faults);
      return { tested: rungs.tested + facts.tested, breaches: [...rungs.breaches, ...facts.breaches] };
    },
  };
}

function rungsInOrder(evidence: Evidence, times: JourneyTimes): { tested: number; breaches: Breach[] } {
  const calls = callsByMessage(evidence);
  const pairs = [...evidence.runs.values()].flatMap((run) => pairsOf(run, calls, times));
  const breaches = pairs
    .filter(({ earlier, later }) => later.at < earlier.at)
    .map(({ earlier, later, run }) => ({
      words: `rung ${later.rung + 1} came ${earlier.at - later.at} ms before rung ${earlier.rung + 1}`,
      message: later.id,
      run,
    }));
  return { tested: pairs.length, breaches };
}

interface Rung extends Pick<RunMessageRow, 'id' | 'rung'> {
  /** When the first call that its provider accepted came in. */
  readonly at: number;
}

/** Each rung that a provider accepted with the next one that was. The messages of a `send` have no order. */
function pairsOf(
  run: RunRow,
  calls: ReadonlyMap<string, readonly ProviderCall[]>,
  times: JourneyTimes,
): { earlier: Rung; later: Rung; run: string }[] {
  const steps = Map.groupBy(run.messages, ({ step }) => step);
  return [...steps]
    .filter(([step]) => isEscalation(times, run.journey, step))
    .flatMap(([, messages]) => {
      const reached = messages
        .toSorted((a, b) => a.rung - b.rung)
        .flatMap(({ id, rung }): Rung[] => {
          const first = calls.get(id)?.find(isAccepted);
          return first === undefined ? [] : [{ id, rung, at: first.receivedAt }];
        });
      return reached.slice(1).map((later, index) => ({ earlier: reached[index]!, later, run: run.id }));
    });
}

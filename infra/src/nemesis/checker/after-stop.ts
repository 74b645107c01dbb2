import { covers } from '@hermod/contracts';
import type { AnsweredStop, Evidence, MessageRow } from '../evidence.ts';
import { attemptsByMessage, callsByMessage } from './calls.ts';
import type { Breach, Invariant } from './invariant.ts';
import { openingsWithin } from './openings.ts';

/** A call opens within this time of the moment up to which its last look had read the opt-outs. */
export const FRESH_WITHIN_MS = 2_000;

/** Who says STOP gets no more. */
export const afterStop: Invariant = {
  name: 'after-stop',
  says: 'no text opens to somebody more than 2 s after their STOP was answered, until a START lifts it',
  check(evidence) {
    const stops = Map.groupBy(evidence.stops, ({ recipient }) => recipient);
    const attempts = attemptsByMessage(evidence);
    const calls = callsByMessage(evidence);
    let tested = 0;
    const breaches = ownFindings(evidence);
    for (const message of evidence.messages.values()) {
      const against = (stops.get(message.recipient) ?? []).filter((stop) => isAgainst(stop, message));
      if (against.length === 0) continue;
      const own = { attempts: attempts.get(message.id) ?? [], calls: calls.get(message.id) ?? [] };
      tested += own.attempts.length;
      for (const { from, until } of forbiddenBy(against)) {
        const openings = openingsWithin(from, until, { ...own, faults: evidence.faults });
        for (const words of openings)
          breaches.push({ words: `message ${message.id} after a STOP: ${words}`, message: message.id });
      }
    }
    return { tested, breaches };
  },
};

/** Delivery looks back at its calls by itself; what it finds is told by a metric that has to stay 0. */
function ownFindings({ audited }: Evidence): Breach[] {
  return audited === 0 ? [] : [{ words: `delivery itself has found ${audited} calls after an opt-out` }];
}

/** Whether a STOP covers a message. Consent's own confirmation of it has no run, and may follow it. */
export function isAgainst(
  { purpose }: AnsweredStop,
  { channel, purpose: meant, run }: Pick<MessageRow, 'channel' | 'purpose' | 'run'>,
): boolean {
  if (run === undefined) return false;
  const scope = { channels: ['sms' as const], ...(purpose === undefined ? {} : { purpose }) };
  return covers(scope, { channel, purpose: meant });
}

interface Forbidden {
  readonly from: number;
  readonly until: number;
}

/** When nothing may open: from two seconds behind each answer until it is lifted, joined where they meet. */
function forbiddenBy(stops: readonly AnsweredStop[]): Forbidden[] {
  const times = stops
    .map(({ answeredAt, liftedAt = Number.POSITIVE_INFINITY }) => ({
      from: answeredAt + FRESH_WITHIN_MS + 1,
      until: liftedAt,
    }))
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from);
  return times.reduce<Forbidden[]>((joined, next) => {
    const last = joined.at(-1);
    if (last === undefined || last.until < next.from) return [...joined, next];
    return [...joined.slice(0, -1), { from: last.from, until: Math.max(last.until, next.until) }];
  }, []);
}

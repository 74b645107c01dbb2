import type { Channel } from '@hermod/contracts';
import type { Evidence, MessageRow } from '../evidence.ts';
import { attemptsByMessage, callsByMessage } from './calls.ts';
import type { Breach, Invariant } from './invariant.ts';
import { openingsFrom } from './openings.ts';

/** A call opens within this time of the moment up to which its last look had read the opt-outs. */
const FRESH_WITHIN_MS = 2_000;
/** What a STOP by text covers. */
const STOPPED: readonly Channel[] = ['sms', 'mms', 'rcs'];

/** Who says STOP gets no more. */
export const afterStop: Invariant = {
  name: 'after-stop',
  says: 'no text opens to somebody more than 2 s after their STOP was answered',
  check(evidence) {
    const stops = firstStops(evidence);
    const attempts = attemptsByMessage(evidence);
    const calls = callsByMessage(evidence);
    let tested = 0;
    const breaches: Breach[] = [];
    for (const message of evidence.messages.values()) {
      const stoppedAt = stops.get(message.recipient);
      if (stoppedAt === undefined || !isCovered(message)) continue;
      const own = { attempts: attempts.get(message.id) ?? [], calls: calls.get(message.id) ?? [] };
      tested += own.attempts.length;
      const openings = openingsFrom(stoppedAt + FRESH_WITHIN_MS + 1, { ...own, faults: evidence.faults });
      for (const words of openings)
        breaches.push({ words: `message ${message.id} after a STOP: ${words}`, message: message.id });
    }
    return { tested, breaches };
  },
};

/** Consent's own confirmation of a STOP has no run, and may follow it. */
function isCovered({ channel, run }: MessageRow): boolean {
  return STOPPED.includes(channel) && run !== undefined;
}

/** When each recipient first had an answer to a STOP; nobody of the load takes it back. */
function firstStops({ stops }: Evidence): Map<string, number> {
  const first = new Map<string, number>();
  for (const { recipient, answeredAt } of stops)
    first.set(recipient, Math.min(answeredAt, first.get(recipient) ?? answeredAt));
  return first;
}

import { messageId } from '@hermod/contracts';
import type { System } from '../../system/system.ts';
import type { AcceptedEvent } from '../evidence.ts';
import { sendEvent } from '../load/send-events.ts';
import { PEOPLE_ZONE } from '../load/people.ts';
import { tryToHandIn, untilTaken } from '../load/until-taken.ts';
import type { Upstream } from '../load/upstream.ts';
import type { Deferral } from './stop-race.ts';

const MINUTE_MS = 60_000;
/** Events need this long until they are decided. */
const QUIET_AT_LEAST_MS = 8_000;
/** Of a message's id; they say where in the time after the quiet hours it goes out. */
const SHARE_DIGITS = 8;

/** What was put off. */
export interface PutOff {
  readonly accepted: readonly AcceptedEvent[];
  /** The time to which the first message was put off; undefined when the quiet hours were not taken. */
  readonly dueAt: number | undefined;
}

/**
 * Somebody wants to be left alone but for a minute from now, and then things happen to them: their messages are put off into
 * that minute, each to a time that follows from its id.
 */
export async function putOff(
  system: System,
  upstream: Upstream,
  { events }: Deferral,
  signal: AbortSignal,
): Promise<PutOff> {
  const opensAt = Math.ceil((Date.now() + QUIET_AT_LEAST_MS) / MINUTE_MS) * MINUTE_MS;
  const body = { quietHours: { from: clockOf(opensAt + MINUTE_MS), to: clockOf(opensAt) } };
  const headers = { authorization: `Bearer ${system.apiKey}` };
  const quiet = await Promise.all(
    events.map(({ person }) => {
      const url = `${system.gatewayUrl}/v1/recipients/${person.id}/preferences`;
      const call = { method: 'PUT', headers, body };
      return untilTaken(async () => (await tryToHandIn(url, call)) !== undefined);
    }),
  );
  const accepted = await Promise.all(events.map((event) => sendEvent(system, upstream, event, signal)));
  const share = shareOf(messageId(events[0]!.run, 'tell', 1, 0));
  return { accepted, dueAt: quiet.every(Boolean) ? opensAt + share * MINUTE_MS : undefined };
}

function shareOf(message: string): number {
  return Number.parseInt(message.slice(0, SHARE_DIGITS), 16) / 16 ** SHARE_DIGITS;
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: PEOPLE_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function clockOf(at: number): string {
  return CLOCK.format(at);
}

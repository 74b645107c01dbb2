/** An invitation as calendars read it: RFC 5545, sent by mail as RFC 5546 and RFC 6047 say. */
import type { RenderedCalendar } from '@hermod/channels';

/** Who invites whom, and when it is written. */
export interface InvitationParties {
  /** The invitation's own id where the template names none. */
  readonly messageId: string;
  /** Answers go there. */
  readonly organizer: { readonly name?: string | undefined; readonly address: string };
  readonly attendee: string;
  readonly now: Date;
}

/** What calendars are to do with it. */
export type InvitationMethod = 'REQUEST' | 'CANCEL';

export const methodOf = ({ cancelled }: RenderedCalendar): InvitationMethod =>
  cancelled === true ? 'CANCEL' : 'REQUEST';

/**
 * One VEVENT with its times in UTC: an appointment that happens once needs no rules of a time zone, and every calendar shows
 * it by the clocks of whoever looks.
 */
export function writeInvitation(
  event: RenderedCalendar,
  { messageId, organizer, attendee, now }: InvitationParties,
): string {
  const isCancelled = event.cancelled === true;
  const answers = isCancelled ? '' : ';PARTSTAT=NEEDS-ACTION;RSVP=TRUE';
  const named = organizer.name === undefined ? '' : `;CN=${parameter(organizer.name)}`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Hermod//Hermod//EN',
    `METHOD:${methodOf(event)}`,
    'BEGIN:VEVENT',
    `UID:${text(event.uid ?? messageId)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(new Date(event.start))}`,
    `DTEND:${utc(new Date(event.end))}`,
    `SUMMARY:${text(event.title)}`,
    ...(event.location === undefined ? [] : [`LOCATION:${text(event.location)}`]),
    ...(event.description === undefined ? [] : [`DESCRIPTION:${text(event.description)}`]),
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `ORGANIZER${named}:mailto:${organizer.address}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT${answers}:mailto:${attendee}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** `20261122T090000Z` (RFC 5545, section 3.3.5, form 2). */
const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** TEXT (section 3.3.11); other control characters are not allowed in it. */
const text = (value: string): string =>
  value
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|\r|\n/g, String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, ' ');

/** A quoted parameter value (section 3.2), which can't carry quotes. */
const parameter = (value: string): string => `"${value.replaceAll('"', "'").replaceAll(/\p{Cc}/gu, ' ')}"`;

const MAX_LINE_OCTETS = 75;

/** A content line in pieces of at most 75 octets (section 3.1), which never split a character. */
function folded(line: string): string {
  let octets = 0;
  let out = '';
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_LINE_OCTETS) {
      out += '\r\n ';
      // The space counts.
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}

/** Answers to invitations: `METHOD:REPLY` (RFC 5546, 3.2.3), as calendars mail them (RFC 6047). */
import ICAL from 'ical.js';
import type { InboundAnswer } from '@hermod/contracts';
import type { Mail } from './read-mail.ts';

export type CalendarAnswer = NonNullable<InboundAnswer['calendar']>;

const ANSWERS: Readonly<Record<string, CalendarAnswer>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};
const TYPES: ReadonlySet<string> = new Set(['text/calendar', 'application/ics']);
/** An answer is about one entry of one person. */
const MOST_CHARS = 64 * 1024;

/** What a person's calendar answers to an invitation; undefined when the mail holds no such answer. */
export function readCalendarReply(mail: Mail): CalendarAnswer | undefined {
  for (const { type, content } of mail.parts) {
    if (!TYPES.has(type) || content.length > MOST_CHARS) continue;
    const answer = answerIn(content);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function answerIn(source: string): CalendarAnswer | undefined {
  try {
    const calendar = new ICAL.Component(ICAL.parse(source) as unknown[]);
    if (textOf(calendar.getFirstPropertyValue('method')).toUpperCase() !== 'REPLY') return undefined;
    const attendees = calendar.getFirstSubcomponent('vevent')?.getAllProperties('attendee') ?? [];
    const states = attendees.map((attendee) => textOf(attendee.getParameter('partstat')).toUpperCase());
    return states.map((state) => ANSWERS[state]).find((answer) => answer !== undefined);
  } catch {
    // What is no calendar answers no invitation.
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

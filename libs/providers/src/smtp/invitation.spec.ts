import type { RenderedCalendar } from '@hermod/channels';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { writeInvitation } from './invitation.ts';

const EVENT: RenderedCalendar = {
  sequence: 2,
  title: 'Check-up; bring "papers", please',
  start: '2026-03-29T01:30:00.000Z',
  end: '2026-03-29T02:30:00.000Z',
  location: 'Åsögatan 1, Stockholm',
  description: `First line\nsecond \\ line, ${'å'.repeat(60)} 👩‍👩‍👧‍👦 end`,
};
const PARTIES = {
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  organizer: { name: 'Clinic "North"', address: 'r-1@returns.example' },
  attendee: 'ada@example.com',
  now: new Date('2026-03-01T10:00:00.123Z'),
};

/** As a calendar reads it that knows nothing of ours. */
function read(event: RenderedCalendar, parties = PARTIES) {
  const calendar = new ICAL.Component(ICAL.parse(writeInvitation(event, parties)) as unknown[]);
  const component = calendar.getFirstSubcomponent('vevent')!;
  return { calendar, component, event: new ICAL.Event(component) };
}

describe('an invitation', () => {
  it('is read by another program as it was meant', () => {
    const { calendar, component, event } = read(EVENT);
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event).toMatchObject({
      uid: PARTIES.messageId,
      sequence: 2,
      summary: EVENT.title,
      location: EVENT.location,
      description: EVENT.description,
    });
    expect(event.startDate.toJSDate().toISOString()).toBe(EVENT.start);
    expect(event.endDate.toJSDate().toISOString()).toBe(EVENT.end);
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-03-01T10:00:00Z');
    const organizer = component.getFirstProperty('organizer')!;
    expect(organizer.getFirstValue()).toBe('mailto:r-1@returns.example');
    expect(organizer.getFirstParameter('cn')).toBe("Clinic 'North'");
    const attendee = component.getFirstProperty('attendee')!;
    expect(attendee.getFirstValue()).toBe('mailto:ada@example.com');
    expect(attendee.getFirstParameter('rsvp')).toBe('TRUE');
    expect(attendee.getFirstParameter('partstat')).toBe('NEEDS-ACTION');
  });

  it('is taken back under the same uid, and asks for nothing then', () => {
    const { calendar, component, event } = read({
      ...EVENT,
      uid: 'appointment-7',
      sequence: 3,
      cancelled: true,
    });
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(event.uid).toBe('appointment-7');
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(component.getFirstProperty('attendee')!.getFirstParameter('rsvp')).toBeFalsy();
  });

  it('has lines of at most 75 octets that end in CRLF and split no character', () => {
    const octets = Buffer.from(writeInvitation(EVENT, PARTIES));
    const lines = octets.toString('utf8').split('\r\n');
    expect(lines.at(-1)).toBe('');
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n\ufffd]/);
    }
  });

  it('lets no value add a line of its own', () => {
    const { component } = read({
      ...EVENT,
      title: 'x\r\nATTENDEE:mailto:eve@example.com\u0000',
      uid: 'a\nSTATUS:CANCELLED',
    });
    expect(component.getAllProperties('attendee')).toHaveLength(1);
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED');
  });
});

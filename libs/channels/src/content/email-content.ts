import { z } from 'zod';
import { address, liquid, MediaType } from './fields.ts';

/** Gmail clips a mail beyond 102 kB. */
export const MAX_HTML_CHARS = 100_000;

/** A file that goes with an email: by its address, or what it holds. */
export const EmailAttachment = z
  .strictObject({
    filename: liquid('the name of a file', 200),
    contentType: MediaType.optional(),
    url: address('the address of a file').optional(),
    /** What it holds, as text. */
    text: liquid('the text of a file', MAX_HTML_CHARS).optional(),
    /** What it holds, as base64 (RFC 4648, section 4); no Liquid. */
    base64: z.base64('this is no base64').max(2_000_000, 'a file has at most 1.5 MB').optional(),
  })
  .refine(
    ({ url, text, base64 }) => [url, text, base64].filter((part) => part !== undefined).length === 1,
    'a file is one of url, text and base64',
  );

/** A date and a time without an offset and without Liquid; others are known when they are rendered. */
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;

/** An invitation (RFC 5545, RFC 6047); with `start` in local time `timeZone` names the clocks that it goes by. */
export const EmailCalendar = z
  .strictObject({
    title: liquid('the title of an invitation', 1_000),
    /** ISO 8601: with an offset, or without one in `timeZone`. */
    start: liquid('the start of an invitation', 200),
    end: liquid('the end of an invitation', 200),
    /** IANA. */
    timeZone: liquid('the time zone of an invitation', 200).optional(),
    location: liquid('the place of an invitation', 1_000).optional(),
    description: liquid('the description of an invitation', 5_000).optional(),
    /** The same for all versions of an appointment; the message's id where it is left out. */
    uid: liquid('the uid of an invitation', 500).optional(),
    /** Counts the versions of an appointment, from 0 on. */
    sequence: z.union([z.int().min(0), liquid('the sequence of an invitation', 200)]).optional(),
    /** Takes the appointment back. */
    cancelled: z.literal(true).optional(),
  })
  .superRefine(({ start, end, timeZone }, context) => {
    for (const [field, time] of Object.entries({ start, end })) {
      if (timeZone !== undefined || !LOCAL_TIME.test(time)) continue;
      const message =
        'this is a local time: write timeZone beside it, such as Europe/Stockholm, or an offset at its end';
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });

/** An email: HTML, text or both; a text part is made of the HTML where there is none. */
export const EmailContent = z
  .strictObject({
    subject: liquid('the subject of an email', 1_000),
    text: liquid('the text of an email', MAX_HTML_CHARS).optional(),
    /** Values are escaped; `| raw` leaves one as it is. */
    html: liquid('the HTML of an email', MAX_HTML_CHARS).optional(),
    /** What a mailbox shows beside the subject. */
    preheader: liquid('the preheader of an email', 1_000).optional(),
    attachments: z.array(EmailAttachment).max(10, 'an email has at most ten files').optional(),
    calendar: EmailCalendar.optional(),
    /** Whether a picture tells of openings, weakly. Off where it is left out. */
    trackOpens: z.boolean().optional(),
  })
  .refine(({ text, html }) => text !== undefined || html !== undefined, 'an email has html, text or both');
export type EmailContent = z.infer<typeof EmailContent>;

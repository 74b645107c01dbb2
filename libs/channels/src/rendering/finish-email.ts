import type { EmailContent } from '../content/email-content.ts';
import { mediaTypeOf } from './media-types.ts';
import { cameOutEmpty } from './problems.ts';
import type { RenderedCalendar, RenderedEmail } from './rendered.ts';

/** An email with a text part. @throws HermodError TEMPLATE_RENDER_FAILED */
export function finishEmail(fields: Partial<EmailContent>): RenderedEmail {
  const { subject, text, html, attachments, calendar, ...rest } = fields;
  if (subject === undefined) throw cameOutEmpty('subject');
  if (text === undefined && html === undefined) throw cameOutEmpty('text');
  const files = attachments?.map((file) => ({
    ...file,
    contentType: file.contentType ?? mediaTypeOf(file.filename) ?? 'application/octet-stream',
  }));
  return {
    channel: 'email',
    ...rest,
    subject,
    text: text ?? (html ?? '').replaceAll(/<[^>]*>/g, ''),
    ...(html === undefined ? {} : { html }),
    ...(files === undefined ? {} : { attachments: files }),
    ...(calendar === undefined ? {} : { calendar: finishCalendar(calendar) }),
  };
}

function finishCalendar(calendar: NonNullable<EmailContent['calendar']>): RenderedCalendar {
  const { sequence = 0, start, end, ...rest } = calendar;
  return { ...rest, sequence: Number(sequence), start: instant(start), end: instant(end) };
}

const instant = (text: string): string => new Date(text).toISOString();

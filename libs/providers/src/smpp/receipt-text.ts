/** The text of a delivery receipt (SMPP 3.4, Appendix B), which every vendor writes in its own way. */
import { fromWallClock } from '@hermod/calendar';

/** What a receipt says; whatever it leaves out is undefined. */
export interface ReceiptText {
  readonly id: string | undefined;
  /** In capitals: DELIVRD, UNDELIV, … */
  readonly stat: string | undefined;
  readonly err: string | undefined;
  /** As they stand. */
  readonly submitDate: string | undefined;
  readonly doneDate: string | undefined;
}

/** Reads a receipt with its fields in any order, any of them missing. What stands behind `text:` counts only where the field is nowhere else. */
export function readReceiptText(text: string): ReceiptText {
  const head = text.split(/\btext:/i, 1)[0]!;
  const field = (name: RegExp): string | undefined => name.exec(head)?.[1] ?? name.exec(text)?.[1];
  return {
    id: field(/(?:^|\s)id:\s*([^\s:]+)(?=\s|$)/i),
    stat: field(/(?:^|\s)stat:\s*([A-Za-z]+)/i)?.toUpperCase(),
    err: field(/(?:^|\s)err:\s*([^\s:]+)(?=\s|$)/i),
    submitDate: field(/(?:^|\s)submit date:\s*(\d+)/i),
    doneDate: field(/(?:^|\s)done date:\s*(\d+)/i),
  };
}

const DATE = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?$/;

/**
 * The instant of `YYMMDDhhmm`, with seconds or with four digits of the year, on the clocks of a zone, in ISO 8601 (UTC). Undefined when it is none, as zeros are.
 */
export function receiptInstant(date: string, timeZone: string): string | undefined {
  const [century, digits] = date.length === 14 ? ['', date] : ['20', date];
  const [, year, month, day, hour, minute, second = '00'] = DATE.exec(digits) ?? [];
  if (year === undefined || month === '00') return undefined;
  const at = fromWallClock(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}`, timeZone);
  return at === undefined ? undefined : new Date(at).toISOString();
}

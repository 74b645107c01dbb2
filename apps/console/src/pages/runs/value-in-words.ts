/** Values of a why, for people. */
import { clockOf, shortOf } from '../../shared/format-time.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS = ['d', 'h', 'min', 's'];

/** `15 min` of `PT15M`; undefined when it is no ISO 8601 duration. */
export function durationInWords(text: string): string | undefined {
  const parts = DURATION.exec(text)?.slice(1);
  const words = parts?.flatMap((amount, n) => (amount === undefined ? [] : [`${amount} ${UNITS[n]}`]));
  return words === undefined || words.length === 0 ? undefined : words.join(' ');
}

/** A value in words: instants and durations read as people say them, structures as JSON. */
export function valueInWords(value: unknown, now: Date = new Date()): string {
  if (typeof value === 'string') return textInWords(value, now);
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map((each) => valueInWords(each, now)).join(', ') || '–';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}

function textInWords(text: string, now: Date): string {
  const date = INSTANT.test(text) ? new Date(text) : undefined;
  if (date !== undefined && !Number.isNaN(date.getTime())) {
    return date.toDateString() === now.toDateString() ? clockOf(date) : shortOf(date, now);
  }
  return durationInWords(text) ?? text;
}

/** ISO durations within a sentence, such as `not opened within PT10S`. */
export function durationsInSentence(sentence: string): string {
  return sentence.replaceAll(/\bP(?:\d+D)?(?:T[\dHMS.]+)?\b/g, (found) => durationInWords(found) ?? found);
}

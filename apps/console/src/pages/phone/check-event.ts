import { texts } from '../../texts.ts';

/** What a text holds: an event that can be sent, or what is wrong with it. */
export type CheckedEvent =
  | { readonly event: Readonly<Record<string, unknown>>; readonly mistake?: undefined }
  | { readonly event?: undefined; readonly mistake: string };

const words = texts.event;

/**
 * Looks at an event before it is sent, so that most slips are told beside the text. Source: CloudEvents 1.0; what
 * else Hermod asks of an event it says itself.
 */
export function checkEvent(text: string): CheckedEvent {
  const parsed = parse(text);
  if ('mistake' in parsed) return parsed;
  const { value } = parsed;
  if (!isObject(value)) return { mistake: words.notObject };
  const mistake = mistakeIn(value);
  return mistake === undefined ? { event: value } : { mistake };
}

/** Whom an event is about; undefined while the text says nobody. */
export function recipientIn(text: string): string | undefined {
  const parsed = parse(text);
  if ('mistake' in parsed || !isObject(parsed.value)) return undefined;
  const { recipient, subject } = parsed.value;
  return [recipient, subject].find((one): one is string => typeof one === 'string' && one !== '');
}

function mistakeIn(event: Readonly<Record<string, unknown>>): string | undefined {
  if (event['specversion'] !== '1.0') return words.specversion;
  const missing = ['id', 'source', 'type'].find((name) => !isText(event[name]));
  if (missing !== undefined) return words.missing(missing);
  if (!isText(event['recipient']) && !isText(event['subject'])) return words.recipient;
  const { time } = event;
  if (time !== undefined && (!isText(time) || Number.isNaN(Date.parse(time)))) return words.time;
  if (event['data'] !== undefined && !isObject(event['data'])) return words.data;
  return undefined;
}

function parse(text: string): { readonly value: unknown } | { readonly mistake: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { mistake: `${words.notJson(placeOf(text, error))}.` };
  }
}

/** Where a parser stumbled, as people count; browsers say it in their own ways, or not at all. */
function placeOf(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined && column !== undefined) return words.at(Number(line), Number(column));
  const [, position] = /position (\d+)/.exec(message) ?? [];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return words.at(before.length, (before.at(-1) ?? '').length + 1);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

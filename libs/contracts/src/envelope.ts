/** Facts on Kafka: CloudEvents 1.0.2 in binary content mode (`ce_*` headers, JSON value). */
import { HermodError } from './errors.ts';
import type { DomainEvent } from './facts/domain-event.ts';
import { MAX_EVENT_BYTES } from './facts/domain-event.ts';
import type { FlowEntry } from './flow.ts';

/**
 * Largest fact, in bytes of its JSON: holds a domain event twice (`event` and `start` of a message's context)
 * with what consent adds, and fits into the broker's largest batch of 1 MiB.
 */
export const MAX_FACT_BYTES = 900 * 1024;

/** Header values as Kafka clients hand them over. */
export type WireHeaders = Readonly<Record<string, Uint8Array | string | (Uint8Array | string)[] | undefined>>;

/** A record as it goes to Kafka. */
export interface WireRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record could not be read as the fact it should be; it goes to the dead letters. */
export class UnreadableFact extends HermodError {
  constructor(code: string, field: string, message: string) {
    super(code, message, { field });
  }
}

/** One header as text; of a repeated header the first. */
export function headerText(headers: WireHeaders, name: string): string | undefined {
  const raw = headers[name];
  const one = Array.isArray(raw) ? raw[0] : raw;
  if (one === undefined || one === null) return undefined;
  return textOf(one);
}

/** Clients hand over buffers; other bytes are looked at through one, never copied. */
function textOf(raw: Uint8Array | string): string {
  if (typeof raw === 'string') return raw;
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return bytes.toString('utf8');
}

export interface FactHeaders {
  readonly id: string;
  readonly source: string;
  readonly recipient?: string;
  readonly time: Date;
  readonly revision: number;
  readonly traceparent?: string;
}

/** Tells the format of a fact, where it is not the first one: that has no such header. */
const FORMAT_HEADER = 'format';

/** The headers of an internal fact, with the entry's filter fields. */
export function encodeHeaders(entry: FlowEntry, fact: object, about: FactHeaders): Record<string, string> {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: about.id,
    ce_source: about.source,
    ce_type: entry.topic,
    ce_time: about.time.toISOString(),
    'content-type': 'application/json',
    revision: String(about.revision),
  };
  if (about.recipient !== undefined) headers['ce_subject'] = about.recipient;
  if (about.traceparent !== undefined) headers['traceparent'] = about.traceparent;
  if (formatOf(entry) > 1) headers[FORMAT_HEADER] = String(entry.format);
  for (const field of entry.filters) {
    const value = (fact as Record<string, unknown>)[field];
    if (typeof value === 'string') headers[field] = value;
  }
  return headers;
}

const formatOf = ({ format = 1 }: FlowEntry): number => format;

/**
 * Makes sure that this build understands a fact's format.
 * @throws UnreadableFact when a later build has written it, or the header is no format.
 */
export function requireKnownFormat(entry: FlowEntry, headers: WireHeaders): void {
  const text = headerText(headers, FORMAT_HEADER);
  if (text === undefined) return;
  const format = Number(text);
  if (Number.isInteger(format) && format >= 1 && format <= formatOf(entry)) return;
  throw new UnreadableFact(
    'FACT_FORMAT_UNKNOWN',
    FORMAT_HEADER,
    `${entry.topic}: this build reads formats up to ${formatOf(entry)}, and this is ${text}; replay it with a later one`,
  );
}

/** Parses a JSON value, with an error for people. */
export function parseJson(value: Uint8Array | string | null): unknown {
  if (value === null || value.length === 0) {
    throw new UnreadableFact('FACT_EMPTY', 'value', 'the record has no value; send the fact as JSON');
  }
  if (value.length > MAX_FACT_BYTES) {
    throw new UnreadableFact('FACT_TOO_LARGE', 'value', `the value has ${value.length} bytes; send less`);
  }
  try {
    return JSON.parse(textOf(value));
  } catch {
    throw new UnreadableFact('FACT_NOT_JSON', 'value', 'the value is no JSON; send the fact as JSON');
  }
}

const STRUCTURED = /^application\/cloudevents(\+json)?\b/i;
const JSON_TYPE = /^[\w.+-]+\/(json|[\w.+-]+\+json)\b/i;

/**
 * The attributes and data of an upstream event, structured or binary, before the schema is applied.
 * Source: CloudEvents Kafka protocol binding 1.0.2.
 * @throws UnreadableFact when it is neither.
 */
export function readDomainEvent(value: Uint8Array | string | null, headers: WireHeaders): unknown {
  if (value !== null && value.length > MAX_EVENT_BYTES) {
    throw new UnreadableFact(
      'EVENT_TOO_LARGE',
      'value',
      `an event has at most ${MAX_EVENT_BYTES} bytes; this one has ${value.length}`,
    );
  }
  const contentType = headerText(headers, 'content-type') ?? '';
  if (STRUCTURED.test(contentType)) return parseJson(value);
  if (headerText(headers, 'ce_specversion') === undefined) {
    const guess = value === null ? undefined : tryJson(value);
    if (guess !== undefined && typeof guess === 'object' && guess !== null && 'specversion' in guess)
      return guess;
    throw new UnreadableFact(
      'EVENT_NOT_CLOUDEVENTS',
      'ce_specversion',
      'this is no CloudEvent: set the header content-type to application/cloudevents+json, or send ce_* headers',
    );
  }
  const event: Record<string, unknown> = {};
  for (const name of Object.keys(headers)) {
    if (name.startsWith('ce_')) event[name.slice(3)] = headerText(headers, name);
  }
  if (contentType !== '') event['datacontenttype'] = contentType;
  if (value !== null && value.length > 0) {
    event['data'] = contentType === '' || JSON_TYPE.test(contentType) ? parseJson(value) : textOf(value);
  }
  return event;
}

function tryJson(value: Uint8Array | string): unknown {
  try {
    return parseJson(value);
  } catch {
    return undefined;
  }
}

/** An event as a structured-mode record. */
export function encodeDomainEvent(
  event: DomainEvent,
  traceparent?: string,
): { value: string; headers: Record<string, string> } {
  const headers: Record<string, string> = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  return { value: JSON.stringify(event), headers };
}

/**
 * Domain events out of an HTTP request. Source: CloudEvents HTTP protocol binding 1.0.2, in structured, batched
 * and binary content mode; a CloudEvent sent as plain application/json is taken as well.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { DomainEvent, HermodError, MAX_EVENT_BYTES, readDomainEvent } from '@hermod/contracts';
import { invalidRequest, type SchemaIssue } from '@hermod/http';

const BATCH = /^application\/cloudevents-batch\+json\b/i;
const STRUCTURED = /^application\/cloudevents(\+json)?\s*(;|$)/i;
const MAX_BATCH = 1_000;

/** An event, or what is wrong with it. */
interface Verdict {
  readonly event: DomainEvent | undefined;
  readonly issues: readonly SchemaIssue[];
}

/** Deeper than any honest event, and safe for every recursive reader behind us. */
const MAX_DEPTH = 32;

/**
 * Reads all events of a request; a batch with one that can't be accepted is refused as a whole.
 * @throws HermodError with each field and fix (`[3].source` in a batch, `ce-source` in binary mode).
 */
export function readEvents(body: Buffer | undefined, headers: IncomingHttpHeaders): DomainEvent[] {
  const contentType = headers['content-type'] ?? '';
  if (BATCH.test(contentType)) return readBatch(parseJson(body));
  const isBinary = headers['ce-specversion'] !== undefined && !STRUCTURED.test(contentType);
  if (body !== undefined && body.length > MAX_EVENT_BYTES) throw tooLarge(body.length);
  const candidate = isBinary ? readBinary(body, headers) : readStructured(body, contentType);
  const { event, issues } = readOne(candidate);
  if (event === undefined)
    throw invalidRequest(isBinary ? issues.map(asHeader) : issues, '', 'EVENT_INVALID');
  return [event];
}

function readBatch(document: unknown): DomainEvent[] {
  if (!Array.isArray(document) || document.length === 0) {
    throw new HermodError('EVENT_BATCH_INVALID', 'a batch is a JSON array of at least one CloudEvent', {
      field: 'body',
      fix: 'send [ { … }, … ], or a single event as application/cloudevents+json',
    });
  }
  if (document.length > MAX_BATCH) {
    throw new HermodError(
      'EVENT_BATCH_TOO_LARGE',
      `a batch has at most ${MAX_BATCH} events; this one has ${document.length}`,
      {
        field: 'body',
        fix: 'send several batches',
      },
    );
  }
  const verdicts = document.map((candidate: unknown) => readOne(candidate));
  const issues = verdicts.flatMap((verdict, at) =>
    verdict.issues.map((issue) => ({ ...issue, path: [at, ...(issue.path ?? [])] })),
  );
  if (issues.length > 0) throw invalidRequest(issues, '', 'EVENT_INVALID');
  return verdicts.flatMap(({ event }) => (event === undefined ? [] : [event]));
}

function readOne(candidate: unknown): Verdict {
  if (isDeeperThan(candidate, MAX_DEPTH)) {
    const message = `an event is nested at most ${MAX_DEPTH} levels deep; flatten its data`;
    return { event: undefined, issues: [{ message, path: ['data'] }] };
  }
  const parsed = DomainEvent.safeParse(candidate);
  return parsed.success
    ? { event: parsed.data, issues: [] }
    : { event: undefined, issues: parsed.error.issues };
}

function readStructured(body: Buffer | undefined, contentType: string): unknown {
  const document = parseJson(body);
  const isEvent = typeof document === 'object' && document !== null && 'specversion' in document;
  if (isEvent || STRUCTURED.test(contentType)) return document;
  throw new HermodError('EVENT_NOT_CLOUDEVENTS', 'this is no CloudEvent: it has no specversion', {
    field: 'specversion',
    fix: 'send specversion "1.0" in the body as application/cloudevents+json, or as the header ce-specversion',
  });
}

/** Attributes from the `ce-` headers, whose values are percent-encoded; the body is the data. */
function readBinary(body: Buffer | undefined, headers: IncomingHttpHeaders): unknown {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string')
      attributes[`ce_${name.slice(3)}`] = decode(name, value);
  }
  const contentType = headers['content-type'];
  if (contentType !== undefined) attributes['content-type'] = contentType;
  try {
    return readDomainEvent(body ?? null, attributes);
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    throw notJson();
  }
}

function decode(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new HermodError('EVENT_INVALID', `the header ${name} is not percent-encoded UTF-8`, {
      field: name,
      fix: 'encode % as %25, and characters outside printable ASCII as UTF-8 in percent-encoding',
    });
  }
}

/** In binary mode every attribute is a header. */
function asHeader(issue: SchemaIssue): SchemaIssue {
  const [first, ...rest] = issue.path ?? [];
  return typeof first === 'string' && first !== 'data' ? { ...issue, path: [`ce-${first}`, ...rest] } : issue;
}

function parseJson(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body === undefined ? '' : body.toString('utf8'));
  } catch {
    throw notJson();
  }
}

function notJson(): HermodError {
  return new HermodError('EVENT_NOT_JSON', 'the body is not valid JSON', {
    field: 'body',
    fix: 'send one JSON document in UTF-8',
  });
}

function tooLarge(bytes: number): HermodError {
  return new HermodError(
    'EVENT_TOO_LARGE',
    `an event has at most ${MAX_EVENT_BYTES} bytes; this one has ${bytes}`,
    {
      field: 'body',
      fix: 'put what is large elsewhere and send its address in data',
    },
  );
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}

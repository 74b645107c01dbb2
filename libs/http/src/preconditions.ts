/** Conditional requests: `ETag`, `If-Match`, `If-None-Match`. Source: RFC 9110, 8.8.3 and 13.1. */
import type { IncomingHttpHeaders } from 'node:http';
import { HermodError } from '@hermod/contracts';

/** An entity tag: strong, or weak with `W/` before its quotes. */
const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/y;
const BETWEEN = /[ \t]*,[ \t,]*/y;
const MOST_TAGS = 100;

/** What a request asks of the state it finds: any, or one of these tags. */
export interface Preconditions {
  readonly ifMatch?: '*' | readonly string[];
  readonly ifNoneMatch?: '*' | readonly string[];
}

/**
 * The preconditions of a request.
 * @throws HermodError PRECONDITION_INVALID for what is neither `*` nor a list of entity tags.
 */
export function readPreconditions(headers: IncomingHttpHeaders): Preconditions {
  const ifMatch = read('if-match', headers['if-match']);
  const ifNoneMatch = read('if-none-match', headers['if-none-match']);
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
  };
}

/**
 * Whether a state is one that the request wants to find.
 * @param tags all tags of the state, one for each of its representations; undefined when there is none.
 */
export function meets(
  { ifMatch, ifNoneMatch }: Preconditions,
  tags: readonly string[] | undefined,
): { readonly ifMatch: boolean; readonly ifNoneMatch: boolean } {
  return {
    ifMatch:
      ifMatch === undefined ||
      (tags !== undefined && (ifMatch === '*' || ifMatch.some((tag) => tags.includes(tag)))),
    ifNoneMatch:
      ifNoneMatch === undefined ||
      tags === undefined ||
      (ifNoneMatch !== '*' && !ifNoneMatch.some((tag) => tags.includes(tag.replace(/^W\//, '')))),
  };
}

function read(field: string, header: string | undefined): '*' | readonly string[] | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (text === '*') return '*';
  const tags: string[] = [];
  for (let at = 0; at < text.length;) {
    const tag = matchAt(TAG, text, at);
    if (tag === undefined || tags.length === MOST_TAGS) throw invalid(field);
    tags.push(tag);
    at += tag.length;
    const between = matchAt(BETWEEN, text, at);
    if (between === undefined && at < text.length) throw invalid(field);
    at += between?.length ?? 0;
  }
  if (tags.length === 0) throw invalid(field);
  return tags;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function invalid(field: string): HermodError {
  return new HermodError('PRECONDITION_INVALID', `${field} is no list of entity tags`, {
    field,
    fix: 'send the ETag exactly as an answer gave it, with its quotes, or *',
  });
}

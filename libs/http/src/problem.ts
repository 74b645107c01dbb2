/** Problem details for HTTP APIs (RFC 9457). */
import { STATUS_CODES } from 'node:http';
import { HermodError } from '@hermod/contracts';
import { HttpException } from '@nestjs/common';
import { ZodError } from 'zod';
import { invalidRequest } from './invalid-request.ts';
import { statusOf } from './problem-status.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/** The body of every error. */
export interface Problem {
  /** Stable for a kind of problem. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  /** The field of the request that is wrong. */
  readonly field?: string;
  /** What the sender can do about it. */
  readonly fix?: string;
  /** Every mistake, when several were found in one pass. */
  readonly problems?: { field: string; message: string; fix?: string }[];
  /** The path that was asked for, without its query. */
  readonly instance?: string;
  /** Of an unexpected error: where to find it in the log. */
  readonly reference?: string;
}

interface StatusWords {
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
}

/** Words for what Fastify and Nest refuse by themselves. */
const BY_STATUS: Readonly<Record<number, StatusWords>> = {
  400: {
    code: 'BAD_REQUEST',
    detail: 'the request can not be read',
    fix: 'check the request line, headers and body',
  },
  404: { code: 'NOT_FOUND', detail: 'there is nothing here', fix: 'check the method and the path' },
  405: { code: 'METHOD_NOT_ALLOWED', detail: 'this path has no such method', fix: 'check the method' },
  408: {
    code: 'REQUEST_TIMEOUT',
    detail: 'the request took too long to arrive',
    fix: 'send it faster, or again',
  },
  413: { code: 'BODY_TOO_LARGE', detail: 'the body is too large', fix: 'send less in one request' },
  414: { code: 'URI_TOO_LONG', detail: 'the address is too long', fix: 'send a shorter address' },
  415: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'this content type can not be read here',
    fix: 'set content-type to application/json',
  },
  431: {
    code: 'HEADERS_TOO_LARGE',
    detail: 'the headers are too large',
    fix: 'send fewer or shorter headers',
  },
  503: { code: 'UNAVAILABLE', detail: 'the answer took too long', fix: 'try again in a moment' },
};

const BODY_NOT_JSON: StatusWords & { field: string } = {
  code: 'BODY_NOT_JSON',
  detail: 'the body is not valid JSON',
  field: 'body',
  fix: 'send one JSON document in UTF-8',
};

/**
 * The problem that an error means. What nobody foresaw becomes a 500 that tells only `reference`, because
 * the words of such an error may quote data.
 */
export function problemOf(error: unknown, about: { instance?: string; reference: string }): Problem {
  if (error instanceof HermodError) return problemOfHermodError(error, about.instance);
  if (error instanceof ZodError) return problemOfHermodError(invalidRequest(error.issues), about.instance);
  const status = httpStatus(error);
  if (status === undefined || (status >= 500 && BY_STATUS[status] === undefined)) {
    return {
      ...kindOf('INTERNAL_ERROR', 500),
      detail: `something went wrong inside; it is logged as ${about.reference}`,
      fix: 'try again; if it stays, tell the operator the reference',
      reference: about.reference,
      ...instanceOf(about.instance),
    };
  }
  const words = isBadJson(error) ? BODY_NOT_JSON : (BY_STATUS[status] ?? BY_STATUS[400]!);
  const { code, ...rest } = words;
  return { ...kindOf(code, status), ...rest, ...instanceOf(about.instance) };
}

/** The problem that a bare status means, where nothing is known of the request. */
export function problemOfStatus(status: number): Problem {
  const { code, ...rest } = BY_STATUS[status] ?? BY_STATUS[400]!;
  return { ...kindOf(code, status), ...rest };
}

function problemOfHermodError(error: HermodError, instance: string | undefined): Problem {
  return {
    ...kindOf(error.code, statusOf(error.code)),
    detail: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.fix === undefined ? {} : { fix: error.fix }),
    ...(error.problems === undefined ? {} : { problems: [...error.problems] }),
    ...instanceOf(instance),
  };
}

/** `EVENT_TOO_LARGE` → `urn:hermod:problem:event-too-large`, "Event too large". */
function kindOf(code: string, status: number): Pick<Problem, 'type' | 'title' | 'status' | 'code'> {
  const words = code.toLowerCase().split('_');
  const text = words.join(' ');
  const title =
    text === '' ? (STATUS_CODES[status] ?? 'Error') : text.charAt(0).toUpperCase() + text.slice(1);
  return { type: `urn:hermod:problem:${words.join('-')}`, title, status, code };
}

function instanceOf(instance: string | undefined): { instance?: string } {
  return instance === undefined ? {} : { instance };
}

/** The status of an error of Nest or Fastify; undefined for any other. */
function httpStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || error.name !== 'FastifyError' || !('statusCode' in error))
    return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

function isBadJson(error: unknown): boolean {
  const source: unknown = error instanceof HttpException ? error.cause : error;
  if (!(source instanceof Error) || !('code' in source)) return false;
  return source.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || source.code === 'FST_ERR_CTP_EMPTY_JSON_BODY';
}

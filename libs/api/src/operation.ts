import type { Service } from '@hermod/contracts';
import type { z } from 'zod';

export const SCOPES = ['events', 'signals', 'read', 'design', 'operate', 'admin'] as const;
/** What a key may do. */
export type Scope = (typeof SCOPES)[number];

/** A chapter of the reference: operations about one thing. */
export type Tag =
  | 'Events'
  | 'Recipients'
  | 'Consents'
  | 'Preferences'
  | 'Templates'
  | 'Journeys'
  | 'Runs and messages'
  | 'Signals and webhooks'
  | 'Dead letters'
  | 'Providers'
  | 'Keys'
  | 'System';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Schemas by media type, such as `application/json`; what isn't JSON is a text. */
export type Content = Readonly<Record<string, z.ZodType>>;

/** What an operation answers when it does what it was asked for. */
export interface Answer {
  /** When it is answered, in words. */
  readonly what: string;
  readonly content?: Content;
  readonly headers?: z.ZodObject;
}

/** Statuses that are answered with problem details (RFC 9457). */
export type Refusal = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 502 | 503 | 504;

/** One thing that the HTTP API can do: all that its readers, its documents and its tests need to know. */
export interface Operation {
  /** A verb phrase; unique, and stable for clients. */
  readonly id: string;
  readonly method: Method;
  /** With its parameters in braces, such as `/v1/runs/{id}`. */
  readonly path: `/${string}`;
  readonly tag: Tag;
  readonly summary: string;
  /** What the summary doesn't say, in CommonMark. */
  readonly description?: string;
  /** The scope that a key needs; `undefined`: any key, or none where `key` says so. */
  readonly scope: Scope | undefined;
  /** `needed` (default), `none`, or `or-token`: a token in the body stands for it. */
  readonly key?: 'needed' | 'none' | 'or-token';
  /** Who answers. */
  readonly service: Service;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** The request's body by media type. */
  readonly body?: Content;
  readonly bodyOptional?: boolean;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Refusals beyond those that every operation may answer; see `refusalsOf`. */
  readonly refusals?: readonly Refusal[];
}

/** Types an operation by what it says. */
export const operation = <const T extends Operation>(described: T): T => described;

/** Every status that is answered with problem details: the operation's own, and those that come with how it is asked. */
export function refusalsOf(described: Operation): readonly Refusal[] {
  const { key = 'needed', scope, service, refusals = [] } = described;
  const own: Refusal[] = [...refusals];
  if (key !== 'none') own.push(400, 401, 429, 503);
  if (scope !== undefined) own.push(403);
  if (service !== 'gateway') own.push(502, 503, 504);
  return [...new Set(own)].toSorted((a, b) => a - b);
}

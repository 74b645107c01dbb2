/** What a caller sends and gets, as types that follow from the table. */
import type { z } from 'zod';
import type { Content } from '../operation.ts';
import type { OperationId, Operations } from '../operations.ts';

type Values<T> = T[keyof T];

/** JSON as its schema says, anything else as text. */
type Sent<Media, Schema> = Media extends `application/${string}json`
  ? Schema extends z.ZodType
    ? z.input<Schema> | string
    : never
  : string;

/** A part of a request is there when the operation has it, and optional when nothing in it is needed. */
type Part<Name extends string, Input> = object extends Input
  ? { readonly [key in Name]?: Input }
  : { readonly [key in Name]: Input };

type SchemaPart<Op, Name extends 'params' | 'query' | 'headers'> = Op extends {
  readonly [key in Name]: infer Schema extends z.ZodType;
}
  ? Part<Name, z.input<Schema>>
  : object;

type BodyPart<Op> = Op extends { readonly body: infer Body extends Content }
  ? { readonly body: Values<{ [Media in keyof Body]: Sent<Media, Body[Media]> }> }
  : object;

/** How one call is made, whatever the operation. */
export interface CallOptions {
  /** Default: the first media type of the operation's body. */
  readonly contentType?: string;
  /** Default: `application/json` where the operation has it. */
  readonly accept?: string;
  /** Further headers, such as `if-match`. */
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** Ends the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Until the whole answer is there, in milliseconds. Default: the client's. */
  readonly deadlineMs?: number;
}

/**
 * The request of an operation: `params`, `query`, `headers` and `body`, as far as it has them. Taken apart by operation first: of
 * several ids the parts would else be combined with each other, more ways than the compiler counts.
 */
export type RequestOf<Id extends OperationId> = Id extends OperationId
  ? SchemaPart<Operations[Id], 'params'> &
      SchemaPart<Operations[Id], 'query'> &
      SchemaPart<Operations[Id], 'headers'> &
      BodyPart<Operations[Id]> &
      CallOptions
  : never;

/** The request may be left out when nothing in it is needed. */
export type RequestArguments<Id extends OperationId> =
  object extends RequestOf<Id> ? [request?: RequestOf<Id>] : [request: RequestOf<Id>];

type JsonOf<Given> = Given extends {
  readonly content: { readonly 'application/json': infer Schema extends z.ZodType };
}
  ? z.output<Schema>
  : Given extends { readonly content: Content }
    ? string
    : undefined;

/** The body of an answer of an operation: its JSON where it has any, else text; undefined where it has no body. */
export type AnswerOf<Id extends OperationId> = Values<{
  [Status in keyof Operations[Id]['answers']]: JsonOf<Operations[Id]['answers'][Status]>;
}>;

/** An answer with what stands around its body. */
export interface Reply<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

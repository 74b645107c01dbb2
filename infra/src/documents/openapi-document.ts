/** OpenAPI 3.1 from the table of operations in `@hermod/api`. */
import { ALL_OPERATIONS, type Answer, type Operation, Problem, PROBLEM_TYPE, refusalsOf } from '@hermod/api';
import { STATUS_CODES } from 'node:http';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { refineSchema } from './openapi-schemas.ts';

const DESCRIPTION = `Hermod turns domain events into messages that reach people, and knows whether they did.

Send your key as \`Authorization: Bearer <key>\`; of a local Hermod it stands in \`.hermod/api-key\`.
Every error is a problem detail (RFC 9457) with a stable \`code\`, the \`field\` that is wrong and the \`fix\`.
What you hand in is answered when Kafka has it; after a 503 send the same again.
Lists have \`limit\` and \`next\`. Answers may gain fields: ignore those that you don't know.`;

/** What each refusal means here, where the words of HTTP don't say it. */
const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request can not be read, or does not fit its schema.',
  401: 'There is no key, or not one that is good.',
  403: 'The key lacks the scope.',
  404: 'There is no such thing.',
  410: 'The recipient was erased.',
  422: 'It is well-formed, and means nothing that can be done.',
  429: 'Too many requests; `Retry-After` tells when to go on.',
  502: 'A service broke off the request.',
  503: 'It can not be done just now: try again after `Retry-After`.',
  504: 'A service has not answered in time.',
};

/** The document as text, as it is checked in and served. */
export function openApiDocument(): string {
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Hermod',
        version: '1',
        summary: 'Domain events in, messages to people out.',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'This gateway' }],
      tags: [...new Set(ALL_OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
      paths: pathsOf(ALL_OPERATIONS),
      components: {
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description: 'A key of `/v1/keys`, or the local admin key.',
          },
        },
      },
    },
    { override: refineSchema },
  );
  return `${JSON.stringify(document, openReferences, 2)}\n`;
}

/** What is said beside a reference counts too (JSON Schema 2020-12): beside it, "nothing else" would mean nothing at all. */
function openReferences(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  const { additionalProperties: _closed, ...open } = value as Record<string, unknown>;
  return open;
}

function pathsOf(
  operations: readonly Operation[],
): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const described of operations) {
    const methods = (paths[described.path] ??= {});
    methods[described.method.toLowerCase()] = toOperationObject(described);
  }
  return paths;
}

function toOperationObject(described: Operation): ZodOpenApiOperationObject {
  const {
    id,
    tag,
    summary,
    description,
    scope,
    params,
    query,
    headers,
    body,
    bodyOptional = false,
  } = described;
  const words = [description, scope === undefined ? undefined : `The key needs the scope \`${scope}\`.`];
  const said = words.filter((text) => text !== undefined).join('\n\n');
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(said === '' ? {} : { description: said }),
    security: securityOf(described),
    requestParams: {
      ...(params === undefined ? {} : { path: params }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { header: headers }),
    },
    ...(body === undefined ? {} : { requestBody: { required: !bodyOptional, content: contentOf(body) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(described.answers).map(([status, answer]) => [status, toResponse(answer)]),
      ),
      ...Object.fromEntries(
        refusalsOf(described)
          .filter((status) => described.answers[status] === undefined)
          .map((status) => [String(status), refusal(status)]),
      ),
    },
  };
}

/** OpenAPI lets schemes without scopes of their own name roles. */
function securityOf({ key = 'needed', scope }: Operation): Record<string, string[]>[] {
  if (key === 'none') return [];
  const withKey = { key: scope === undefined ? [] : [scope] };
  return key === 'or-token' ? [withKey, {}] : [withKey];
}

function toResponse({ what, content, headers }: Answer): ZodOpenApiResponseObject {
  return {
    description: what,
    ...(content === undefined ? {} : { content: contentOf(content) }),
    ...(headers === undefined ? {} : { headers }),
  };
}

function contentOf(
  content: NonNullable<Answer['content']>,
): Record<string, { schema: NonNullable<Answer['content']>[string] }> {
  return Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));
}

/** Each once: the document refers to them by their id. */
const REFUSALS = new Map<number, ZodOpenApiResponseObject>();

function refusal(status: number): ZodOpenApiResponseObject {
  const known = REFUSALS.get(status) ?? {
    id: `Refused${status}`,
    description: MEANINGS[status] ?? `${STATUS_CODES[status] ?? 'Refused'}.`,
    content: { [PROBLEM_TYPE]: { schema: Problem } },
  };
  REFUSALS.set(status, known);
  return known;
}

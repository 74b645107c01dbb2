import { type ParseOutput, Parser } from '@asyncapi/parser';
import { ALL_OPERATIONS, refusalsOf } from '@hermod/api';
import { FLOW_ENTRIES } from '@hermod/contracts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { asyncApiDocument } from './asyncapi-document.ts';
import { openApiDocument } from './openapi-document.ts';

/** Of the parser's diagnostics: errors and warnings. */
const SERIOUS: ReadonlySet<number> = new Set([0, 1]);

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
}
interface OpenApiOperation {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<Record<string, unknown>>;
}

describe('the OpenAPI document', () => {
  const text = openApiDocument();
  const document = JSON.parse(text) as OpenApi;

  it('is valid OpenAPI 3.1, and every reference leads somewhere', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...document });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it('forbids nothing beside a reference: no value would fit', () => {
    expect(text).toContain('"$ref"');
    const closed: unknown[] = [];
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null && '$ref' in value && 'additionalProperties' in value)
        closed.push(value);
      return value;
    });
    expect(closed).toEqual([]);
  });

  it('has every operation of the table, with its scope and all its statuses', () => {
    for (const described of ALL_OPERATIONS) {
      const shown = document.paths[described.path]?.[described.method.toLowerCase()];
      expect(shown?.operationId).toBe(described.id);
      const statuses = [...Object.keys(described.answers), ...refusalsOf(described).map(String)];
      expect(Object.keys(shown?.responses ?? {})).toEqual([...new Set(statuses)].toSorted());
      const scopes = shown?.security.flatMap(({ key = [] }) => key);
      expect(scopes).toEqual(described.scope === undefined ? [] : [described.scope]);
    }
  });

  it('is the same whenever it is made', () => {
    expect(openApiDocument()).toBe(text);
  });
});

describe('the AsyncAPI document', () => {
  let parsed: ParseOutput;
  // The parser compiles the specification's schemas first, which takes it seconds.
  beforeAll(async () => {
    parsed = await new Parser().parse(asyncApiDocument());
  }, 60_000);

  it('is valid AsyncAPI 3 in the eyes of its own parser', () => {
    expect(parsed.diagnostics.filter(({ severity }) => SERIOUS.has(severity))).toEqual([]);
    expect(parsed.document?.version()).toBe('3.0.0');
  });

  it('has every Kafka topic of the flow, in each of its lanes', () => {
    const addresses = parsed.document
      ?.channels()
      .all()
      .map((channel) => channel.address());
    const topics = FLOW_ENTRIES.flatMap(({ topic, lanes }) =>
      lanes === 'both' ? [topic, `${topic}.urgent`] : [topic],
    );
    expect(addresses?.toSorted()).toEqual(topics.toSorted());
  });
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { readScenario } from '@hermod/journey';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scenarioSchema, scenarioSchemaDocument } from './scenario-schema.ts';

const schema = scenarioSchema();
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
ajv.addFormat('date-time', { validate: (text: string) => !Number.isNaN(Date.parse(text)) });
ajv.addFormat('uuid', true);
const accepts = ajv.compile(schema);

const inFiles = globSync('examples/journeys/*.test.yaml', { cwd: REPOSITORY }).map(
  (file) => [file, readFileSync(join(REPOSITORY, file), 'utf8')] as const,
);
const page = readFileSync(join(REPOSITORY, 'docs/scenarios.md'), 'utf8');
const onPage = [...page.matchAll(/^```yaml\n(scenario:[\s\S]*?)^```$/gm)].map(
  ([, text], n) => [`docs/scenarios.md, block ${n + 1}`, text!] as const,
);

const GOOD = { scenario: 'a scene', begins: '2026-11-23T12:00', given: { recipient: {} } };

describe('the JSON Schema of scenarios', () => {
  it('is valid in the eyes of its own draft, and the same whenever it is made', () => {
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(scenarioSchemaDocument()).toBe(scenarioSchemaDocument());
  });

  it.each([...inFiles, ...onPage])('accepts what can be read: %s', (_place, text) => {
    const document: unknown = parse(text);
    expect(() => readScenario(document)).not.toThrow();
    accepts(document);
    expect(accepts.errors ?? []).toEqual([]);
  });

  it('is shown on the page by an example at least', () => {
    expect(onPage.length).toBeGreaterThan(0);
  });

  it.each([
    ['an unknown field', { ...GOOD, expects: [] }],
    ['an unknown happening', { ...GOOD, happens: [{ at: 'PT1M', happening: 'rain' }] }],
    ['a message on two channels', { ...GOOD, expect: [{ push: 'a', sms: 'b' }] }],
    ['a signal that is none', { ...GOOD, happens: [{ at: 'PT1M', signal: 'seen', of: 'push' }] }],
  ])('refuses %s, as the reader does', (_what, document) => {
    expect(() => readScenario(document)).toThrow();
    expect(accepts(document)).toBe(false);
  });
});

import { dirname, join } from 'node:path';
import { canReport } from '@hermod/channels';
import { CHANNELS, SIGNALS } from '@hermod/contracts';
import { check, readJourney, STEP_KINDS } from '@hermod/journey';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { BROKEN, journeyWith, STEPS } from './broken-journeys.ts';
import { exampleNames } from './example.ts';
import { journeySchema, journeySchemaDocument, type JsonSchema } from './journey-schema.ts';
import { journeysInRepository } from './journeys-in-repository.ts';
import { directivesOf, readTemplate } from './language-page.ts';
import { outcomesOfKind } from './outcomes.ts';
import { fieldsOfLanguage, usesOfFields } from './uses-of-fields.ts';

const schema = journeySchema();
const shown = journeysInRepository();
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
ajv.addVocabulary(['patternErrorMessage']);
// An editor says it; here only the shape counts.
ajv.addFormat('date-time', { validate: (text: string) => !Number.isNaN(Date.parse(text)) });
const accepts = ajv.compile(schema);

/** Nothing stands against saving it. */
const passes = (document: unknown): boolean => check(document).every(({ severity }) => severity !== 'error');

describe('the JSON Schema of the language', () => {
  it('is valid in the eyes of its own draft, and the same whenever it is made', () => {
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(journeySchemaDocument()).toBe(journeySchemaDocument());
  });

  it.each(shown)('accepts what the check has nothing against: $place', ({ source, document }) => {
    expect(check(document)).toEqual([]);
    expect(() => readJourney(source, 'yaml')).not.toThrow();
    accepts(document);
    expect(accepts.errors ?? []).toEqual([]);
  });

  it.each(shown.filter(({ source }) => /\$schema=\./.test(source)))(
    'is found from the first line of $place',
    ({ place, source }) => {
      const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(source) ?? [];
      expect(join(dirname(place), path)).toBe('docs/reference/journey.schema.json');
    },
  );

  it.each(BROKEN)('refuses %s, as the check does', (_what, document) => {
    expect(passes(document)).toBe(false);
    expect(accepts(document)).toBe(false);
  });

  it.each(CHANNELS.flatMap((channel) => SIGNALS.map((signal) => [channel, signal] as const)))(
    'knows whether %s can report %s',
    (channel, until) => {
      const document = journeyWith({ id: 'a', escalate: [{ [channel]: 't', until, within: 'PT1M' }] });
      expect(accepts(document)).toBe(canReport(channel, until));
      expect(passes(document)).toBe(canReport(channel, until));
    },
  );

  it.each(['P1D', 'PT1H30M', 'P1W', 'P1DT1S', 'P', 'PT', 'P1M', 'P1Y', 'pt1h', '1h', 'P1DT', ''])(
    'reads the duration %j as the check does',
    (text) => {
      const document = journeyWith({ id: 'a', wait: { for: text } });
      expect(accepts(document)).toBe(passes({ ...document, expires: 'P30D' }));
    },
  );
});

describe('every construct of the language', () => {
  const parts = Object.entries({ Journey: schema, ...schema.$defs });
  const fields = fieldsOfLanguage(schema);

  it.each(parts)('%s has a title and a description, and so has each of its fields', (_name, part) => {
    expect([part.title, part.description]).toEqual([expect.any(String), expect.any(String)]);
    for (const [field, property] of Object.entries(part.properties ?? {}))
      expect((property as JsonSchema).description, `${field} is described`).toEqual(expect.any(String));
  });

  it('is used by an example of the reference', () => {
    const examples = shown.filter(({ place }) => place.includes('reference/examples'));
    const used = examples.flatMap(({ document }) => [...usesOfFields(schema, document)]);
    const unused = fields.filter((field) => !used.includes(field) && !field.endsWith('Step.visits'));
    expect(unused).toEqual([]);
    expect(used).toContain('SendStep.visits');
  });

  it('is told by the page, and every example stands there once', () => {
    const directives = directivesOf(readTemplate());
    const about = (what: string): readonly string[] =>
      directives.filter((directive) => directive.what === what).map((directive) => directive.about);
    const objects = parts.filter(([, { type }]) => type === 'object').map(([name]) => name);
    expect(about('fields').toSorted()).toEqual(objects.toSorted());
    expect(about('example').toSorted()).toEqual(exampleNames());
    const kinds = Object.keys(STEP_KINDS) as (keyof typeof STEP_KINDS)[];
    expect(about('outcomes')).toEqual(kinds.filter((kind) => outcomesOfKind(kind).length > 0));
  });

  it.each(Object.entries(STEPS))('%s has the outcomes that the page tells, and no others', (kind, forms) => {
    const told = outcomesOfKind(kind as keyof typeof STEP_KINDS).map(({ name }) => name);
    const named = new Set<string>();
    for (const outcome of [...told, 'another'])
      for (const form of forms)
        if (passes(journeyWith({ id: 'a', ...form, visits: 2, then: { [outcome]: 'over' } })))
          named.add(outcome);
    expect([...named]).toEqual(told);
  });

  it('each outcome is named by an example', () => {
    const kinds = Object.keys(STEP_KINDS) as (keyof typeof STEP_KINDS)[];
    const told = new Set(
      kinds.flatMap((kind) =>
        outcomesOfKind(kind).flatMap(({ name, isExample }) => (isExample ? [] : [name])),
      ),
    );
    const examples = shown.filter(({ place }) => place.includes('reference/examples'));
    const used = examples.flatMap(({ document }) => [...usesOfFields(schema, document)]);
    const named = new Set(used.filter((use) => use.includes('.then.')).map((use) => use.split('.')[2]));
    expect([...told].filter((outcome) => !named.has(outcome))).toEqual([]);
  });
});

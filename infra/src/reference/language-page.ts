/** `docs/reference/journey-language.md`: the template beside this file, with what follows from the schema put in. */
import { readFileSync } from 'node:fs';
import { reportableSignals } from '@hermod/channels';
import { CHANNELS } from '@hermod/contracts';
import { STEP_KINDS, type StepKind } from '@hermod/journey';
import { readExample } from './example.ts';
import { fieldsTable, type Surroundings } from './fields.ts';
import { idOf, journeySchema, type JsonSchema } from './journey-schema.ts';
import { anchorOf, code, table } from './markdown.ts';
import { outcomesOfKind } from './outcomes.ts';
import { tellExample } from './play-words.ts';

const TEMPLATE = new URL('journey-language.template.md', import.meta.url);
const DIRECTIVE = /^\{\{ (\w+)(?: ([\w-]+))? \}\}$/gm;

const KINDS = Object.keys(STEP_KINDS) as StepKind[];

/** The fields that steps of all kinds have; they are told once. */
const COMMON = ['id', 'then', 'visits'];

const OTHERWISE = { next: 'the next step in the list', ends: 'the run ends' } as const;

/** What the template asks for: the words in its double braces. */
export interface Directive {
  readonly what: string;
  readonly about: string;
  /** The heading above it. */
  readonly heading: string;
}

/** The directives of the template, in their order. */
export function directivesOf(template: string): readonly Directive[] {
  return [...template.matchAll(DIRECTIVE)].map(({ 1: what = '', 2: about = '', index }) => {
    const headings = [...template.slice(0, index).matchAll(/^#+ (.+)$/gm)];
    return { what, about, heading: headings.at(-1)?.[1] ?? '' };
  });
}

export const readTemplate = (): string => readFileSync(TEMPLATE, 'utf8');

/** The page as it is checked in. */
export function languagePage(): string {
  const template = readTemplate();
  const schema = journeySchema();
  const definitions: Record<string, JsonSchema> = { ...schema.$defs, Journey: schema };
  const page: Surroundings = { definitions, headingOf: headingsOf(template, definitions) };
  return template.replaceAll(DIRECTIVE, (_all, what: string, about: string | undefined) =>
    fill(what, about ?? '', page),
  );
}

/** Objects are told where their fields stand; everything else is a kind of value. */
function headingsOf(
  template: string,
  definitions: Readonly<Record<string, JsonSchema>>,
): (definition: string) => string {
  const directives = directivesOf(template);
  const values = directives.find(({ what }) => what === 'values')?.heading ?? '';
  return (definition) => {
    if (definitions[definition]?.type !== 'object') return values;
    const told = directives.find(({ what, about }) => what === 'fields' && about === definition);
    if (told === undefined) throw new TypeError(`the reference doesn't tell the fields of ${definition}`);
    return told.heading;
  };
}

function fill(what: string, about: string, page: Surroundings): string {
  switch (what) {
    case 'fields':
      return fieldsOf(about, page);
    case 'example':
      return tellExample(readExample(about));
    case 'outcomes':
      return outcomesTable(about as StepKind);
    case 'kinds':
      return kindsTable(page);
    case 'signals':
      return signalsTable();
    case 'values':
      return valuesTable(page);
    case 'common':
      return commonTable(page);
    default:
      throw new TypeError(`the template asks for something unknown: ${what} ${about}`);
  }
}

function fieldsOf(id: string, page: Surroundings): string {
  const definition = page.definitions[id];
  if (definition === undefined) throw new TypeError(`the language has no ${id}`);
  const isStep = KINDS.some((kind) => idOf(STEP_KINDS[kind]) === id);
  return `${definition.description ?? ''}.\n\n${fieldsTable(definition, page, isStep ? COMMON : [])}`;
}

function commonTable(page: Surroundings): string {
  const { properties = {}, required = [] } = page.definitions[idOf(STEP_KINDS.escalate)!]!;
  const common = Object.fromEntries(Object.entries(properties).filter(([name]) => COMMON.includes(name)));
  return fieldsTable({ properties: common, required }, page);
}

function kindsTable(page: Surroundings): string {
  const rows = KINDS.map((kind) => {
    const outcomes = outcomesOfKind(kind).filter(({ name }) => name !== 'limit');
    const definition = page.definitions[idOf(STEP_KINDS[kind])!]!;
    return [
      `[${kind}](#${anchorOf(kind)})`,
      definition.description ?? '',
      outcomes.map(({ name }) => code(name)).join(', '),
    ];
  });
  return table(['step', 'what it does', 'outcomes'], rows);
}

function outcomesTable(kind: StepKind): string {
  const rows = outcomesOfKind(kind).map(({ name, when, otherwise }) => [
    code(name),
    when,
    OTHERWISE[otherwise],
  ]);
  return table(['outcome', 'when', 'where `then` does not name it'], rows);
}

function signalsTable(): string {
  const rows = CHANNELS.map((channel) => [channel, reportableSignals(channel).map(code).join(', ')]);
  return table(['channel', 'signals'], rows);
}

/** Values without fields of their own, and two that have no definition because JSON Schema has words for them. */
function valuesTable(page: Surroundings): string {
  const name = page.definitions['Journey']!.properties!['journey'] as JsonSchema;
  const others: [string, JsonSchema][] = [
    [
      'name',
      {
        ...name,
        description:
          'Of a journey, step, template, topic or outcome: letters, digits, `.`, `_` and `-`, between letters or digits',
      },
    ],
    ['instant', { description: 'ISO 8601 with an offset', examples: ['2026-11-27T08:00:00+01:00'] }],
  ];
  const defined = Object.values(page.definitions)
    .filter(({ type }) => type !== 'object')
    .map((schema): [string, JsonSchema] => [schema.title ?? '', schema]);
  const rows = [...others, ...defined].map(([title, { description, maxLength, examples }]) => [
    title,
    description ?? '',
    maxLength === undefined ? '' : `at most ${maxLength.toLocaleString('en')} characters`,
    (examples ?? []).map((value) => code(String(value))).join(', '),
  ]);
  return table(['value', 'what it is', 'limits', 'such as'], rows);
}

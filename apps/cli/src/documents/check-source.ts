import { basename, extname } from 'node:path';
import { compileTemplate, readTemplateDocument } from '@hermod/channels';
import { HermodError, Name } from '@hermod/contracts';
import { check, readScenario, readSource } from '@hermod/journey';
import { LocatedDocument, type Place } from './located-document.ts';
import type { SourceFile } from './source-file.ts';

export type SourceKind = 'journey' | 'template';

/** A mistake in a file, with its place where the file gives one. */
export interface Mistake extends Partial<Place> {
  /** The path in the document, such as `steps[2].then.reached`. */
  readonly field?: string;
  readonly message: string;
  readonly fix?: string;
}

/** What a file holds, and what is wrong with it. */
export interface CheckedSource {
  readonly file: SourceFile;
  /** Unknown when the file can't be read. */
  readonly kind: SourceKind | 'scenario' | undefined;
  /** The journey's id as it says it, the template's name as its file is called, what a scenario shows. */
  readonly id: string | undefined;
  /** As it was read. */
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  /** What its author may want to think about; it can be used as it is. */
  readonly warnings: readonly Mistake[];
}

/**
 * Checks a journey, a template or a scenario without a running Hermod: everything but whether the templates of a journey exist,
 * which is found when it is published.
 * @param kind what it has to be; otherwise that is seen by what it holds.
 */
export function checkSource(file: SourceFile, kind?: SourceKind): CheckedSource {
  const document = LocatedDocument.read(file.text, file.format);
  if (!(document instanceof LocatedDocument)) {
    const { message, place } = document;
    return { file, kind, id: undefined, value: undefined, mistakes: [{ message, ...place }], warnings: [] };
  }
  const { value } = document;
  const found = kind ?? kindOf(value);
  const { mistakes, warnings = [] } = lookInto(found, file, value);
  const atTheirPlaces = (list: readonly Mistake[]): Mistake[] =>
    list.map((mistake) => located(mistake, document)).sort(asTheyStand);
  return {
    file,
    kind: found,
    id: found === 'template' ? templateName(file) : textAt(value, found),
    value,
    mistakes: atTheirPlaces(mistakes),
    warnings: atTheirPlaces(warnings),
  };
}

/** The name of a template: its file's, without the ending. */
export function templateName({ path }: Pick<SourceFile, 'path'>): string {
  return basename(path, extname(path));
}

function kindOf(value: unknown): SourceKind | 'scenario' {
  if (typeof value === 'object' && value !== null && 'scenario' in value && !('steps' in value))
    return 'scenario';
  const isTemplate =
    typeof value === 'object' &&
    value !== null &&
    ('channel' in value || 'content' in value) &&
    !('steps' in value);
  return isTemplate ? 'template' : 'journey';
}

function textAt(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (value as Record<string, unknown>)[key];
  return typeof text === 'string' ? text : undefined;
}

interface Found {
  readonly mistakes: readonly Mistake[];
  readonly warnings?: readonly Mistake[];
}

function lookInto(kind: SourceKind | 'scenario', file: SourceFile, value: unknown): Found {
  if (kind === 'scenario') return { mistakes: mistakesOf(() => readScenario(value)) };
  return kind === 'template' ? { mistakes: templateMistakes(file, value) } : lookIntoJourney(file);
}

function lookIntoJourney({ text, format }: SourceFile): Found {
  let source: unknown;
  const mistakes = mistakesOf(() => (source = readSource(text, format)));
  if (mistakes.length > 0) return { mistakes };
  const { error = [], warning = [] } = Object.groupBy(check(source), ({ severity }) => severity);
  return { mistakes: error.map(known), warnings: warning.map(known) };
}

function templateMistakes(file: SourceFile, value: unknown): Mistake[] {
  const name = templateName(file);
  const named = Name.safeParse(name).success
    ? []
    : [
        {
          message: `a template can't be called ${name}`,
          fix: 'its file is called as the template is: letters, digits, dots, dashes and underscores',
        },
      ];
  return [...named, ...mistakesOf(() => compileTemplate(readTemplateDocument(value)))];
}

function mistakesOf(check: () => unknown): Mistake[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    const { message, field, fix, problems } = error;
    if (problems !== undefined && problems.length > 0) return problems.map(known);
    return [known({ message, field, fix })];
  }
}

function known({
  field,
  message,
  fix,
}: {
  field?: string | undefined;
  message: string;
  fix?: string | undefined;
}): Mistake {
  return { ...(field === undefined ? {} : { field }), message, ...(fix === undefined ? {} : { fix }) };
}

function located(mistake: Mistake, document: LocatedDocument): Mistake {
  if (mistake.field === undefined) return mistake;
  const isWhole = ['template', 'journey', 'scenario'].includes(mistake.field);
  const place = document.placeOf(isWhole && !hasKey(document.value, mistake.field) ? '' : mistake.field, [
    ...unknownKeys(mistake.message),
  ]);
  return { ...mistake, ...(place === undefined ? {} : place) };
}

/** From top to bottom, as an editor walks through them. */
function asTheyStand(one: Mistake, other: Mistake): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value;
}

/** Only to point at the key itself instead of at what it stands in. */
function unknownKeys(message: string): string[] {
  return (
    /^Unrecognized keys?: (.*)$/
      .exec(message)?.[1]
      ?.match(/(?<=")[^"]+(?=")/g)
      ?.filter((key) => key !== ', ') ?? []
  );
}

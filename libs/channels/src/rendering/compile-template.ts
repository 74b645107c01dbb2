import { HermodError } from '@hermod/contracts';
import type { TemplateChannel, TemplateDocument } from '../content/template-document.ts';
import { compileField, type CompiledField, variablesOf } from './liquid.ts';
import { linkKindOf, refuseBadLink } from './links.ts';

/** A part of a template's content: texts are compiled, everything else stands as it is. */
export type CompiledPart =
  | { readonly kind: 'text'; readonly field: string; readonly name: string; readonly compiled: CompiledField }
  | { readonly kind: 'list'; readonly items: readonly CompiledPart[] }
  | { readonly kind: 'group'; readonly parts: readonly (readonly [string, CompiledPart])[] }
  | { readonly kind: 'value'; readonly value: unknown };

/** A template that compiled. Hold it for as long as the template's version; it has no state. */
export interface CompiledTemplate {
  readonly channel: TemplateChannel;
  readonly content: CompiledPart;
  /** By language tag. */
  readonly locales: ReadonlyMap<string, CompiledPart>;
  /** What must be in the data, such as `event.data.orderId`, whatever the language. */
  readonly variables: readonly string[];
  readonly privateHosts: ReadonlySet<string>;
}

/** What an installation allows beyond what every one does. */
export interface CompileOptions {
  /** `host:port` of hosts that media may come from although they are not public: none, unless a provider can reach them. */
  readonly privateHosts?: ReadonlySet<string>;
}

/** Fields whose text is no Liquid. */
const AS_IT_IS: ReadonlySet<string> = new Set([
  'base64',
  'contentType',
  'height',
  'orientation',
  'cardWidth',
]);

/**
 * Compiles every field of a template, in all its languages.
 * @throws HermodError TEMPLATE_INVALID; `problems` names the others if several fields are wrong.
 */
export function compileTemplate(
  { channel, content, locales = {} }: TemplateDocument,
  { privateHosts = new Set() }: CompileOptions = {},
): CompiledTemplate {
  const found: Found = { errors: [], variables: new Set() };
  const compiled = compilePart('content', '', content, found);
  const translated = Object.entries(locales).map(
    ([locale, words]) => [locale, compilePart(`locales.${locale}`, '', words, found)] as const,
  );
  if (found.errors.length > 0) throw merged(found.errors);
  const variables = [...found.variables];
  return { channel, content: compiled, locales: new Map(translated), variables, privateHosts };
}

interface Found {
  readonly errors: HermodError[];
  readonly variables: Set<string>;
}

function compilePart(field: string, name: string, part: unknown, found: Found): CompiledPart {
  if (typeof part === 'string' && !AS_IT_IS.has(name)) return compileText(field, name, part, found);
  if (Array.isArray(part)) {
    const items = part.map((item, index) => compilePart(`${field}.${index}`, name, item, found));
    return { kind: 'list', items };
  }
  if (typeof part !== 'object' || part === null) return { kind: 'value', value: part };
  const given = Object.entries(part).filter(([, value]) => value !== undefined);
  const parts = given.map(
    ([key, value]) => [key, compilePart(`${field}.${key}`, key, value, found)] as const,
  );
  return { kind: 'group', parts };
}

function compileText(field: string, name: string, source: string, found: Found): CompiledPart {
  try {
    const compiled = compileField(field, source, name === 'html' ? 'html' : 'plain');
    for (const variable of variablesOf(compiled)) found.variables.add(variable);
    // A link without Liquid is known when it is written, so it is refused then.
    const kind = linkKindOf(name);
    if (kind !== undefined && !/\{[{%]/.test(source)) refuseBadLink('TEMPLATE_INVALID', field, kind, source);
    return { kind: 'text', field, name, compiled };
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    found.errors.push(error);
    return { kind: 'value', value: undefined };
  }
}

function merged(errors: readonly HermodError[]): HermodError {
  const first = errors[0]!;
  if (errors.length === 1) return first;
  const problems = errors.map(({ field, message, fix }) => ({
    field: field ?? 'content',
    message,
    ...(fix === undefined ? {} : { fix }),
  }));
  return new HermodError(first.code, first.message, {
    field: first.field,
    fix: first.fix,
    problems,
    cause: first,
  });
}

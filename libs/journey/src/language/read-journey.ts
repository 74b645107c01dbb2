import { HermodError } from '@hermod/contracts';
import { type Document, parseDocument } from 'yaml';
import { type CompiledJourney, compileJourney, compilePublished } from './compile-journey.ts';

/** Largest source text of a journey, in characters. */
const MAX_SOURCE = 512 * 1024;

/** More brackets within brackets than any journey has, and fewer than the YAML library can take. */
const MAX_DEPTH = 100;
const TOO_DEEP = 'the YAML is nested too deep';
const FLATTER = 'no part of a journey is nested deeper than ten levels';

/** How a journey was written. */
export type Format = 'yaml' | 'json';

/**
 * Reads a journey from its source text and compiles it.
 * @throws HermodError JOURNEY_UNREADABLE when it is neither YAML nor JSON, JOURNEY_INVALID when it has mistakes.
 */
export function readJourney(source: string, format: Format): CompiledJourney {
  return compileJourney(readSource(source, format));
}

/**
 * Reads a journey that was published, maybe by an earlier build: today's check may refuse what yesterday's let pass, and its
 * runs go on all the same.
 * @throws HermodError JOURNEY_UNREADABLE, or JOURNEY_INVALID when the engine can't run it.
 */
export function readPublishedJourney(source: string, format: Format): CompiledJourney {
  return compilePublished(readSource(source, format));
}

/**
 * Reads the source text of a journey, as `check` takes it.
 * @throws HermodError JOURNEY_UNREADABLE
 */
export function readSource(source: string, format: Format): unknown {
  if (source.length > MAX_SOURCE) {
    throw new HermodError('JOURNEY_UNREADABLE', `a journey has at most ${MAX_SOURCE} characters`, {
      field: 'journey',
      fix: 'make it shorter, or two of it',
    });
  }
  return format === 'json' ? fromJson(source) : fromYaml(source);
}

function fromJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw unreadable(
      `this is no JSON: ${(error as Error).message}`,
      'send JSON, or YAML with the content type application/yaml',
    );
  }
}

function fromYaml(source: string): unknown {
  if (deepestBracket(source) > MAX_DEPTH) throw unreadable(TOO_DEEP, FLATTER);
  const document = parseDocument(source, { prettyErrors: true });
  const [error] = document.errors;
  // The library calls itself for what is nested by indentation, too, and tells an overflow as a mistake of the text.
  if (error?.message.includes('call stack') === true) throw unreadable(TOO_DEEP, FLATTER, error);
  if (error !== undefined)
    throw unreadable(`this is no YAML: ${error.message.split('\n')[0]!}`, 'mend the place that is named');
  const value = valueOf(document);
  if (holdsItself(value))
    throw unreadable('an alias of the YAML stands for what it stands in', 'write out what it stands for');
  return value;
}

/** How deep brackets are nested in a text; those in its strings and comments count, for they don't matter at this size. */
function deepestBracket(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of source.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    if (cause instanceof RangeError) throw unreadable(TOO_DEEP, FLATTER, cause);
    throw unreadable('the YAML has too many aliases', 'write out what the aliases stand for', cause);
  }
}

/** Whether a value stands, at any depth, within itself. */
function holdsItself(root: unknown): boolean {
  const open: { value: object; parts: unknown[] }[] = [];
  const above = new Set<object>();
  const enter = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    if (above.has(value)) return true;
    above.add(value);
    open.push({ value, parts: Object.values(value) });
    return false;
  };
  if (enter(root)) return true;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.parts.length === 0) above.delete(open.pop()!.value);
    else if (enter(top.parts.pop())) return true;
  }
  return false;
}

function unreadable(message: string, fix: string, cause?: unknown): HermodError {
  return new HermodError('JOURNEY_UNREADABLE', message, { field: 'journey', fix, cause });
}

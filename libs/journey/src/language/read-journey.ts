import { HermodError } from '@hermod/contracts';
import { parseDocument } from 'yaml';
import { type CompiledJourney, compileJourney } from './compile-journey.ts';

/** Largest source text of a journey, in characters. */
const MAX_SOURCE = 512 * 1024;

/**
 * Reads a journey from its source text and compiles it.
 * @throws HermodError JOURNEY_UNREADABLE when it is neither YAML nor JSON, JOURNEY_INVALID when it has mistakes.
 */
export function readJourney(source: string, format: 'yaml' | 'json'): CompiledJourney {
  if (source.length > MAX_SOURCE) {
    throw new HermodError('JOURNEY_UNREADABLE', `a journey has at most ${MAX_SOURCE} characters`, {
      field: 'journey',
      fix: 'make it shorter, or two of it',
    });
  }
  return compileJourney(format === 'json' ? fromJson(source) : fromYaml(source));
}

function fromJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new HermodError('JOURNEY_UNREADABLE', `this is no JSON: ${(error as Error).message}`, {
      field: 'journey',
      fix: 'send JSON, or YAML with the content type application/yaml',
    });
  }
}

function fromYaml(source: string): unknown {
  const document = parseDocument(source, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new HermodError('JOURNEY_UNREADABLE', `this is no YAML: ${error.message.split('\n')[0]}`, {
      field: 'journey',
      fix: 'mend the place that is named',
    });
  }
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch {
    throw new HermodError('JOURNEY_UNREADABLE', 'the YAML has too many aliases', {
      field: 'journey',
      fix: 'write out what the aliases stand for',
    });
  }
}

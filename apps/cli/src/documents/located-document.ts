import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { SourceFormat } from './source-file.ts';

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What keeps a text from being read at all. */
export interface Unreadable {
  readonly message: string;
  readonly place?: Place | undefined;
}

/** A YAML or JSON text that was read, and where each of its fields stands. */
export class LocatedDocument {
  readonly #root: Node | null;
  readonly #lines: LineCounter;
  readonly value: unknown;

  private constructor(root: Node | null, lines: LineCounter, value: unknown) {
    this.#root = root;
    this.#lines = lines;
    this.value = value;
  }

  /** Reads a text; of one that can't be read, why. JSON is read strictly, but located as the YAML that it also is. */
  static read(text: string, format: SourceFormat): LocatedDocument | Unreadable {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (format === 'json') {
      const json = strictJson(text);
      if ('message' in json) return json;
      return new LocatedDocument(error === undefined ? document.contents : null, lines, json.value);
    }
    // The library calls itself for what is nested, and tells an overflow as a mistake of the text.
    if (error?.message.includes('call stack') === true) return { message: 'the YAML is nested too deep' };
    if (error !== undefined)
      return { message: `this is no YAML: ${error.message}`, place: at(lines, error.pos[0]) };
    try {
      return new LocatedDocument(document.contents, lines, document.toJS({ maxAliasCount: 20 }));
    } catch {
      return { message: 'the YAML has too many aliases' };
    }
  }

  /**
   * Where a field stands, such as `steps[2].then.reached`; of one that is missing, where it would belong.
   * @param keys look for one of these in it, such as a key that is not known there
   */
  placeOf(field: string, keys: readonly string[] = []): Place | undefined {
    let here: Node | null = this.#root;
    let place: Node | null = this.#root;
    let rest = field;
    while (rest !== '' && here !== null) {
      const step = stepInto(here, rest);
      if (step === undefined) break;
      ({ value: here, place, rest } = step);
    }
    const key = isMap(here) ? keyAmong(here, keys) : undefined;
    return this.#at(key ?? place);
  }

  #at(node: Node | null): Place | undefined {
    const start = node?.range?.[0];
    return start === undefined ? undefined : at(this.#lines, start);
  }
}

function at(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

interface Step {
  readonly value: Node | null;
  /** What a person looks for: the key, in a list the entry. */
  readonly place: Node | null;
  readonly rest: string;
}

/** One step of a path. Keys may hold dots themselves, so the longest that fits counts. */
function stepInto(node: Node, path: string): Step | undefined {
  const index = /^\[(\d+)\]\.?/.exec(path);
  if (isSeq(node)) {
    if (index === null) return undefined;
    const entry = node.items[Number(index[1])];
    return isNode(entry) ? { value: entry, place: entry, rest: path.slice(index[0].length) } : undefined;
  }
  if (!isMap(node)) return undefined;
  const fitting = node.items
    .filter((pair) => isPair(pair) && isScalar(pair.key) && begins(path, String(pair.key.value)))
    .sort((a, b) => keyOf(b).length - keyOf(a).length);
  const [pair] = fitting;
  if (pair === undefined) return undefined;
  const rest = path.slice(keyOf(pair).length).replace(/^\./, '');
  return { value: isNode(pair.value) ? pair.value : null, place: pair.key as Node, rest };
}

function begins(path: string, key: string): boolean {
  return path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`);
}

function keyOf({ key }: { key: unknown }): string {
  return isScalar(key) ? String(key.value) : '';
}

function keyAmong(map: YAMLMap, keys: readonly string[]): Node | undefined {
  const pair = map.items.find((item) => keys.includes(keyOf(item)));
  return pair !== undefined && isNode(pair.key) ? pair.key : undefined;
}

function strictJson(text: string): { value: unknown } | Unreadable {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const { message } = error as Error;
    return {
      message: `this is no JSON: ${message.replace(/ in JSON at position.*$/, '')}`,
      place: jsonErrorPlace(text, message),
    };
  }
}

/** V8 tells the place of some errors only; most of the others are errors to YAML's JSON schema too. */
function jsonErrorPlace(text: string, message: string): Place | undefined {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined) return { line: Number(line), column: Number(column) };
  const lines = new LineCounter();
  const [error] = parseDocument(text, { lineCounter: lines, schema: 'json', prettyErrors: false }).errors;
  return error === undefined ? undefined : at(lines, error.pos[0]);
}

import { printable, printableJson } from './printable.ts';

/** SGR codes (ECMA-48). */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Style = keyof typeof STYLES;

/** A piece of a line in a style. */
export interface Painted {
  readonly style: Style;
  readonly text: string;
}

export type Piece = string | Painted;

/** A piece in a style; on an output without colours it is its text. */
export function paint(style: Style, text: string): Painted {
  return { style, text };
}

/** Where lines go. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The one way to the terminal: whatever is written through it is made printable first, so no event, template or name
 * reaches a terminal as an escape sequence. Only its own styles do, and only where colours are wanted.
 */
export class Output {
  readonly #sink: Sink;
  readonly #isColoured: boolean;

  constructor(sink: Sink, isColoured: boolean) {
    this.#sink = sink;
    this.#isColoured = isColoured;
  }

  /** Writes one line; what stands in it can't begin another. */
  line(...pieces: readonly Piece[]): void {
    this.#sink.write(`${pieces.map((piece) => this.#shown(piece)).join('')}\n`);
  }

  /** Writes a text of several lines. */
  text(text: string): void {
    for (const line of text.split('\n')) this.line(line);
  }

  /** Writes one JSON document. */
  json(value: unknown): void {
    this.#sink.write(`${printableJson(value)}\n`);
  }

  #shown(piece: Piece): string {
    if (typeof piece === 'string') return printable(piece);
    const text = printable(piece.text);
    return this.#isColoured && text !== '' ? `\u001b[${STYLES[piece.style]}m${text}\u001b[0m` : text;
  }
}

/** Colours only on a terminal that has them, and not with `NO_COLOR` (no-color.org). */
export function wantsColours(sink: Sink, env: Environment): boolean {
  return sink.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

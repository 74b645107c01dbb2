import type { Readable } from 'node:stream';
import { HermodError } from '@hermod/contracts';

/** A line of a text, counted from 1. */
export interface Line {
  readonly number: number;
  /** Undefined when it is too long, or no UTF-8. */
  readonly text: string | undefined;
}

/** How much is read. */
export interface LineLimits {
  readonly maxBytes: number;
  readonly maxLineBytes: number;
}

const NEWLINE = 0x0a;

/**
 * Reads a stream line by line, and no faster than its lines are taken; empty lines are counted and left out. When the
 * reader stops early the stream stays open and the rest is thrown away: who sends it can still be answered, and the
 * connection is good for another request.
 * @throws HermodError BODY_TOO_LARGE once there is more than `maxBytes`; what the stream throws when it breaks off.
 */
export async function* readLines(stream: Readable, limits: LineLimits): AsyncGenerator<Line> {
  try {
    yield* linesOf(stream, limits);
  } finally {
    stream.resume();
  }
}

async function* linesOf(stream: Readable, limits: LineLimits): AsyncGenerator<Line> {
  let bytes = 0;
  let number = 0;
  const rest = new LineRest(limits.maxLineBytes);
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.maxBytes) throw tooLarge(limits.maxBytes, number);
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      rest.add(chunk.subarray(from, at));
      from = at + 1;
      number += 1;
      const line = rest.take();
      if (line !== '') yield { number, text: line };
    }
    rest.add(chunk.subarray(from));
  }
  const last = rest.take();
  if (last !== '') yield { number: number + 1, text: last };
}

/** What has come of a line so far. Of one that is too long nothing is kept. */
class LineRest {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) this.#parts = [];
    else this.#parts.push(part);
  }

  /** The line without the spaces around it; undefined when it can't be read. */
  take(): string | undefined {
    const isTooLong = this.#bytes > this.#maxBytes;
    const line = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    return isTooLong ? undefined : textOf(line);
  }
}

function textOf(line: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(line).trim();
  } catch {
    return undefined;
  }
}

function tooLarge(maxBytes: number, lines: number): HermodError {
  return new HermodError('BODY_TOO_LARGE', `the body has more than ${maxBytes} bytes`, {
    field: 'body',
    fix: `send it in parts; ${lines} lines of it were read`,
  });
}

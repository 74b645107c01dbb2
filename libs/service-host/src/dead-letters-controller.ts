import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import {
  DEAD_LETTERS_PATH,
  DEAD_LETTERS_SCOPE,
  DeadLetterCursor,
  type DeadLetterPage,
  DeadLetterPath,
  DeadLettersQuery,
  type DeadLetterView,
  pageOf,
  readCursor,
  Scopes,
} from '@hermod/http';
import { DeadLetters, type DeadLetterSummary } from '@hermod/messaging';
import type { Logger } from '@hermod/telemetry';
import { LOG } from './tokens.ts';

/** A dead letter with what it held: its value as text, cut when it was too large to be kept. */
interface DeadLetterLook extends DeadLetterView {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string | null;
}

/** What this service could not handle: to be listed, looked into, and replayed. Every service has it. */
@Controller(DEAD_LETTERS_PATH)
@Scopes(DEAD_LETTERS_SCOPE)
export class DeadLettersController {
  readonly #letters: DeadLetters;
  readonly #log: Logger;
  constructor(@Inject(DeadLetters) letters: DeadLetters, @Inject(LOG) log: Logger) {
    this.#letters = letters;
    this.#log = log;
  }

  @Get()
  async list(@Query({ schema: DeadLettersQuery }) query: DeadLettersQuery): Promise<DeadLetterPage> {
    const { limit, next, topic } = query;
    const cursor = readCursor(next, DeadLetterCursor);
    const before = cursor === undefined ? undefined : { deadAt: new Date(cursor[0]), id: cursor[1] };
    const rows = await this.#letters.list({ topic, before, limit: limit + 1 });
    const page = pageOf(rows, limit, (letter) => [letter.deadAt.toISOString(), letter.id]);
    return { deadLetters: page.items.map(toView), ...(page.next === undefined ? {} : { next: page.next }) };
  }

  @Get(':id')
  async look(@Param({ schema: DeadLetterPath }) { id }: DeadLetterPath): Promise<DeadLetterLook> {
    const letter = await this.#letters.find(id);
    if (letter === undefined) throw notFound(id);
    return { ...toView(letter), headers: letter.headers, value: letter.value?.toString('utf8') ?? null };
  }

  /** 202: it is on its way, and will be handled like any record. */
  @Post(':id/replay')
  @HttpCode(202)
  async replay(@Param({ schema: DeadLetterPath }) { id }: DeadLetterPath): Promise<DeadLetterView> {
    const letter = await this.#letters.replay(id);
    if (letter === undefined) throw notFound(id);
    const { topic, partition, offset } = letter;
    this.#log.info({ id, topic, partition, offset }, 'a dead letter is replayed');
    return toView(letter);
  }
}

function toView(letter: DeadLetterSummary): DeadLetterView {
  const { id, service, topic, partition, offset, key, bytes, code, message } = letter;
  const { field, traceId, deadAt, replayedAt } = letter;
  return {
    id,
    service,
    topic,
    partition,
    offset,
    key,
    bytes,
    code,
    message,
    ...(field === undefined ? {} : { field }),
    ...(traceId === undefined ? {} : { traceId }),
    deadAt: deadAt.toISOString(),
    ...(replayedAt === undefined ? {} : { replayedAt: replayedAt.toISOString() }),
  };
}

function notFound(id: string): HermodError {
  return new HermodError('DEAD_LETTER_NOT_FOUND', `there is no dead letter ${id}`, {
    field: 'id',
    fix: 'GET /v1/dead-letters lists them; they are kept for 30 days',
  });
}

import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  type DeadLetterPage,
  DeadLetterPath,
  DeadLettersQuery,
  type DeadLetterSummary,
  type DeadLetterView,
} from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import {
  DEAD_LETTERS_PATH,
  DEAD_LETTERS_SCOPE,
  DeadLetterCursor,
  pageOf,
  readCursor,
  Scopes,
} from '@hermod/http';
import { DeadLetters, type DeadLetterSummary as KeptLetter } from '@hermod/messaging';
import type { Logger } from '@hermod/telemetry';
import { LOG } from './tokens.ts';

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
    return {
      deadLetters: page.items.map(toSummary),
      ...(page.next === undefined ? {} : { next: page.next }),
    };
  }

  @Get(':id')
  async look(@Param({ schema: DeadLetterPath }) { id }: DeadLetterPath): Promise<DeadLetterView> {
    const letter = await this.#letters.find(id);
    if (letter === undefined) throw notFound(id);
    return { ...toSummary(letter), headers: letter.headers, value: letter.value?.toString('utf8') ?? null };
  }

  /** 202: it is on its way, and will be handled like any record. */
  @Post(':id/replay')
  @HttpCode(202)
  async replay(@Param({ schema: DeadLetterPath }) { id }: DeadLetterPath): Promise<DeadLetterSummary> {
    const letter = await this.#letters.replay(id);
    if (letter === undefined) throw notFound(id);
    const { topic, partition, offset } = letter;
    this.#log.info({ id, topic, partition, offset }, 'a dead letter is replayed');
    return toSummary(letter);
  }
}

function toSummary(letter: KeptLetter): DeadLetterSummary {
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

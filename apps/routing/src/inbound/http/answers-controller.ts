import { ANSWER_OPERATIONS, type UnmatchedAnswerView } from '@hermod/api';
import { pageOf, readCursor, Scopes } from '@hermod/http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { type KnownUnmatchedAnswer, UnmatchedAnswers } from '../../storage/unmatched-answers.ts';

/** When the last one of a page was written, and its id. */
const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);
const ListQuery = ANSWER_OPERATIONS.listUnmatchedAnswers.query;
type ListQuery = z.infer<typeof ListQuery>;

/** What people wrote that no run had asked for. */
@Controller('v1/answers')
export class AnswersController {
  readonly #unmatched: UnmatchedAnswers;
  constructor(@Inject(UnmatchedAnswers) unmatched: UnmatchedAnswers) {
    this.#unmatched = unmatched;
  }

  @Get('unmatched')
  @Scopes('read')
  async list(
    @Query({ schema: ListQuery }) { limit, next }: ListQuery,
  ): Promise<{ answers: UnmatchedAnswerView[]; next?: string }> {
    const [at, id] = readCursor(next, Cursor) ?? [];
    const after = at === undefined || id === undefined ? undefined : { at: new Date(at), id };
    const rows = await this.#unmatched.list(limit + 1, after);
    const { items, ...more } = pageOf(rows, limit, (row) => [row.at.toISOString(), row.id]);
    return { answers: items.map(toView), ...more };
  }
}

function toView({ id, at, recipient, channel, to, text, why }: KnownUnmatchedAnswer): UnmatchedAnswerView {
  return {
    id,
    at: at.toISOString(),
    ...(recipient === null ? {} : { recipient }),
    channel,
    ...(to === null ? {} : { to }),
    ...(text === null ? {} : { text }),
    why,
  };
}

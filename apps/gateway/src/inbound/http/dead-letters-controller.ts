import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { DeadLetterPath, DeadLettersQuery } from '@hermod/api';
import { DEAD_LETTERS_PATH, DeadLetterCursor, readCursor } from '@hermod/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BACK_SERVICES, type BackService } from '../../config.ts';
import { DeadLetterServices } from '../../outbound/dead-letter-services.ts';
import { Services } from '../../outbound/services.ts';
import { callerOf } from './caller.ts';
import { type MergedDeadLetters, mergeDeadLetters } from './merge-dead-letters.ts';
import { send } from './proxy-controller.ts';

interface List extends MergedDeadLetters {
  /** Services whose dead letters are missing here, because they can't be reached. */
  readonly unavailable?: readonly BackService[];
}

/** What the services could not handle, as one list; looks and replays go to the service that keeps the letter. */
@Controller(DEAD_LETTERS_PATH)
export class DeadLettersController {
  readonly #letters: DeadLetterServices;
  readonly #services: Services;
  constructor(@Inject(DeadLetterServices) letters: DeadLetterServices, @Inject(Services) services: Services) {
    this.#letters = letters;
    this.#services = services;
  }

  @Get()
  async list(
    @Query({ schema: DeadLettersQuery }) { service, limit, next, topic }: DeadLettersQuery,
    @Req() request: FastifyRequest,
  ): Promise<List> {
    readCursor(next, DeadLetterCursor);
    const query = new URLSearchParams({
      limit: String(limit),
      ...(next === undefined ? {} : { next }),
      ...(topic === undefined ? {} : { topic }),
    });
    const asked = service === undefined ? BACK_SERVICES : [service];
    const { pages, unavailable } = await this.#letters.list(asked, query.toString(), callerOf(request));
    const merged = mergeDeadLetters(pages, limit);
    return unavailable.length === 0 ? merged : { ...merged, unavailable };
  }

  @Get(':id')
  async look(
    @Param({ schema: DeadLetterPath }) { id }: DeadLetterPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#forward('GET', id, `${DEAD_LETTERS_PATH}/${id}`, request, reply);
  }

  @Post(':id/replay')
  async replay(
    @Param({ schema: DeadLetterPath }) { id }: DeadLetterPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#forward('POST', id, `${DEAD_LETTERS_PATH}/${id}/replay`, request, reply);
  }

  async #forward(
    method: string,
    id: string,
    path: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const caller = callerOf(request);
    const service = await this.#letters.keeperOf(id, caller);
    await send(reply, await this.#services.ask(service, { method, path, caller }));
  }
}

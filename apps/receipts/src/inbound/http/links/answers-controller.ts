import { type AnswerClaims, readAnswer } from '@hermod/providers';
import { CONFIG, LOG, sendPage, type ServiceConfig } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordAnswer } from '../../../application/links/record-answer.ts';
import { DeliveryMessages } from '../../../outbound/delivery-messages.ts';
import { textsFor } from './link-request.ts';
import { linkNotFound } from './link-not-found.ts';
import { PageFilter } from './page-filter.ts';
import { renderAnswerPage, renderTold } from './render-pages.ts';

/** `/a/{token}`: one answer to one message, given with one click. The token stands for the person. */
@Controller('a/:token')
@UseFilters(new PageFilter())
export class AnswersController {
  readonly #recordAnswer: RecordAnswer;
  readonly #messages: DeliveryMessages;
  readonly #config: ServiceConfig;
  readonly #log: Logger;

  constructor(
    @Inject(RecordAnswer) recordAnswer: RecordAnswer,
    @Inject(DeliveryMessages) messages: DeliveryMessages,
    @Inject(CONFIG) config: ServiceConfig,
    @Inject(LOG) log: Logger,
  ) {
    this.#recordAnswer = recordAnswer;
    this.#messages = messages;
    this.#config = config;
    this.#log = log;
  }

  /** Asks, and changes nothing. */
  @Get()
  async show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const words = await this.#wordsOf(this.#claimsOf(token));
    await sendPage(reply, renderAnswerPage(words, textsFor(request)));
  }

  /** Gives the answer; whether it came in time, its run decides. */
  @Post()
  @HttpCode(200)
  async give(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const now = new Date();
    const claims = this.#claimsOf(token);
    await this.#recordAnswer.execute(claims, now);
    const texts = textsFor(request);
    await sendPage(reply, renderTold(200, texts, texts.answer.done));
  }

  #claimsOf(token: string): AnswerClaims {
    const claims = readAnswer(token, this.#config.secret);
    if (claims === undefined) throw linkNotFound();
    return claims;
  }

  /** As the message offered it; the reply's id where delivery can't tell. */
  async #wordsOf({ messageId, reply }: AnswerClaims): Promise<string> {
    try {
      const replies = await this.#messages.askedReplies(messageId);
      return replies.find(({ id }) => id === reply)?.text ?? reply;
    } catch (error) {
      this.#log.warn({ err: error, messageId }, 'an answer is shown by its id');
      return reply;
    }
  }
}

import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readAnswer, type ServiceAnswer, Services } from '../../outbound/services.ts';
import { type Caller, callerOf } from './caller.ts';
import { send } from './proxy-controller.ts';

const Receipts = z.object({ receipts: z.array(z.unknown()) });

/** `GET /v1/messages/{id}`: what delivery knows of a message, with the receipts that came for it. */
@Controller('v1/messages')
export class MessagesController {
  readonly #services: Services;
  constructor(@Inject(Services) services: Services) {
    this.#services = services;
  }

  @Get(':id')
  async show(
    @Param('id', { schema: z.uuid() }) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const caller = callerOf(request);
    const [answer, receipts] = await Promise.all([
      this.#services.ask('delivery', { method: 'GET', path: `/v1/messages/${id}`, caller }),
      this.#receiptsOf(id, caller),
    ]);
    if (answer.status !== 200) return send(reply, answer);
    const message = await jsonObject(answer);
    const addition =
      receipts === undefined
        ? { notes: ['the receipts are missing: receipts does not answer'] }
        : { receipts };
    await reply
      .status(200)
      .header('content-type', 'application/json; charset=utf-8')
      .send({ ...message, ...addition });
  }

  /** Undefined when receipts can't tell; a message is worth showing without. */
  async #receiptsOf(id: string, caller: Caller): Promise<unknown[] | undefined> {
    try {
      const path = `/v1/messages/${id}/receipts`;
      const answer = await this.#services.ask('receipts', { method: 'GET', path, caller, deadlineMs: 3_000 });
      const body = await readAnswer(answer);
      if (answer.status === 404) return [];
      const read = Receipts.safeParse(answer.status === 200 ? JSON.parse(body) : undefined);
      return read.success ? read.data.receipts : undefined;
    } catch {
      return undefined;
    }
  }
}

async function jsonObject(answer: ServiceAnswer): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await readAnswer(answer)));
}

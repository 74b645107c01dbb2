import { ExportReason, type ExportView, RecipientPath } from '@hermod/api';
import { Scopes } from '@hermod/http';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeErasure } from '../../application/merge-erasure.ts';
import { RightsServices } from '../../outbound/rights-services.ts';
import { callerOf } from './caller.ts';
import { send } from './proxy-controller.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** What concerns all services about one recipient: everything that is known, and what has become of an erasure. */
@Controller('v1/recipients')
export class RightsController {
  readonly #rights: RightsServices;
  constructor(@Inject(RightsServices) rights: RightsServices) {
    this.#rights = rights;
  }

  @Get(':id/export')
  @Scopes('operate')
  async export(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
    @Query({ schema: ExportReason }) { reason }: ExportReason,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const caller = callerOf(request);
    const gathered = await this.#rights.gather(id, caller);
    if ('refusal' in gathered) return send(reply, gathered.refusal);
    await this.#rights.noteExport(id, reason, caller);
    const view = { recipient: id, exportedAt: new Date().toISOString(), ...gathered.parts } as ExportView;
    await reply.status(200).header('content-type', JSON_TYPE).header('cache-control', 'no-store').send(view);
  }

  @Get(':id/erasure')
  @Scopes('read')
  async erasure(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const caller = callerOf(request);
    const [erasure, marks] = await Promise.all([
      this.#rights.erasureOf(id, caller),
      this.#rights.marksOf(id, caller),
    ]);
    if ('refusal' in erasure) return send(reply, erasure.refusal);
    const view = mergeErasure(erasure.view, marks, new Date());
    await reply.status(200).header('content-type', JSON_TYPE).send(view);
  }
}

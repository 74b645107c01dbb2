import { SenderInput, SenderPath } from '@hermod/api';
import { canReceiveAnswers, type Sender } from '@hermod/channels';
import { Scopes } from '@hermod/http';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { KnownSenders } from '../../application/senders/known-senders.ts';
import { SaveSenders, senderNotFound } from '../../application/senders/save-senders.ts';
import { Senders } from '../../storage/senders.ts';

/** Senders: who messages come from. */
@Controller('v1/senders')
export class SendersController {
  constructor(
    @Inject(Senders) private readonly senders: Senders,
    @Inject(KnownSenders) private readonly known: KnownSenders,
    @Inject(SaveSenders) private readonly saveSenders: SaveSenders,
  ) {}

  @Get()
  @Scopes('read')
  async list(): Promise<object> {
    const { inFile } = this.known;
    const kept = (await this.senders.list()).filter(({ id }) => !inFile.has(id));
    const all: (Sender & { updatedAt?: Date })[] = [...inFile.values(), ...kept];
    const byId = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return { senders: byId.map(({ updatedAt, ...sender }) => viewOf(sender, updatedAt)) };
  }

  @Get(':id')
  @Scopes('read')
  async get(@Param({ schema: SenderPath }) { id }: SenderPath): Promise<object> {
    const inFile = this.known.inFile.get(id);
    if (inFile !== undefined) return viewOf(inFile);
    const kept = await this.senders.find(id);
    if (kept === undefined) throw senderNotFound(id);
    const { updatedAt, ...sender } = kept;
    return viewOf(sender, updatedAt);
  }

  @Put(':id')
  @Scopes('operate')
  async put(
    @Param({ schema: SenderPath }) { id }: SenderPath,
    @Body({ schema: SenderInput }) body: SenderInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { isNew, updatedAt } = await this.saveSenders.save(id, body);
    void reply.status(isNew ? 201 : 200);
    return viewOf({ id, ...body }, updatedAt);
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('operate')
  delete(@Param({ schema: SenderPath }) { id }: SenderPath): Promise<void> {
    return this.saveSenders.delete(id);
  }
}

/** @param updatedAt absent for those of the providers file */
function viewOf(sender: Sender, updatedAt?: Date): object {
  const canReceive = canReceiveAnswers(sender.address, sender.channels);
  return updatedAt === undefined
    ? { ...sender, canReceive, source: 'file' }
    : { ...sender, canReceive, source: 'api', updatedAt };
}

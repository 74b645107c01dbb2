import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Simulator } from '../../outbound/simulator.ts';

const PREFIX = '/v1/simulator';

/**
 * What of the simulator people may reach from the console: to look at a phone, and to be the person who holds it.
 * Its ledger and its faults stay where they are.
 */
const PASSED_ON: readonly { readonly method: string; readonly path: RegExp }[] = [
  { method: 'GET', path: /^\/phones\/[^/]+\/(messages|replies)$/ },
  { method: 'POST', path: /^\/phones\/[^/]+\/(replies|messages\/[\w-]+\/(open|read|tap))$/ },
];

/** The simulator's phones under the gateway's own origin, with a key, so that the console calls nobody else. */
@Controller('v1/simulator')
export class SimulatorController {
  readonly #simulator: Simulator;
  constructor(@Inject(Simulator) simulator: Simulator) {
    this.#simulator = simulator;
  }

  @All('*')
  @Scopes('operate')
  async forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = (request.url.split('?', 1)[0] ?? '').slice(PREFIX.length);
    if (!PASSED_ON.some((known) => known.method === request.method && known.path.test(path)))
      throw new HermodError('NOT_FOUND', 'there is nothing here', { fix: 'check the method and the path' });
    const body = Buffer.isBuffer(request.body) ? request.body : undefined;
    const answer = await this.#simulator.ask(request.method, path, body);
    await reply.status(answer.status).header('content-type', answer.contentType).send(answer.body);
  }
}
